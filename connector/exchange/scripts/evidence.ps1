#Requires -Version 5.1
<#
.SYNOPSIS
Writes down which roles one account has, for those who do not want it to sign in
to the connection set-up. It only reads.

.DESCRIPTION
It lists the Exchange management roles that reach the account, with their write
scopes and, for roles of your own, the commands that count; the members of the
role groups they come from; and the Entra roles, active and eligible. The file
holds no secret. Import it in the connection set-up, which judges it by the same
table as its own checks and shows the rows as reported, not as proved.

Run it with at least View-Only Configuration in Exchange Online, and in Entra ID
as Global Reader.
#>
[CmdletBinding()]
param([string] $Out = '.\hire2retire-evidence.json')
$ErrorActionPreference = 'Stop'
$Plan = ConvertFrom-Json @'
{{PLAN}}
'@

Import-Module ExchangeOnlineManagement
$options = @{ ShowBanner = $false }
if ($Plan.environment) { $options.ExchangeEnvironmentName = $Plan.environment }
Connect-ExchangeOnline @options
Import-Module Microsoft.Graph.Identity.Governance, Microsoft.Graph.Users
$options = @{ Scopes = @('RoleManagement.Read.Directory', 'RoleEligibilitySchedule.Read.Directory', 'User.Read.All'); NoWelcome = $true }
if ($Plan.graphEnvironment) { $options.Environment = $Plan.graphEnvironment }
Connect-MgGraph @options

$assignments = @()
$groups = @{}
foreach ($a in @(Get-ManagementRoleAssignment -RoleAssignee $Plan.account -Delegating $false -Enabled $true)) {
    if ("$($a.RoleAssigneeType)" -eq 'RoleAssignmentPolicy') { continue }
    $role = Get-ManagementRole -Identity $a.Role
    $entries = $null
    if (-not $role.IsRootRole) {
        $entries = @()
        foreach ($cmdlet in $Plan.cmdlets) {
            $found = Get-ManagementRoleEntry -Identity "$($a.Role)\$cmdlet" -ErrorAction SilentlyContinue
            if ($found) { $entries += @{ cmdlet = $cmdlet; parameters = @($found.Parameters | Where-Object { $Plan.parameters -contains $_ }) } }
        }
    }
    $scope = @($a.CustomRecipientWriteScope, $a.RecipientAdministrativeUnitScope, $a.RecipientGroupScope, $a.RecipientOrganizationalUnitScope | Where-Object { "$_" }) | Select-Object -First 1
    if (-not "$scope" -and "$($a.RecipientWriteScope)" -notin '', 'Organization', 'NotApplicable') { $scope = $a.RecipientWriteScope }
    $assignments += @{ role = "$($a.Role)"; roleType = "$($role.RoleType)"; to = "$($a.RoleAssigneeName)"; toType = "$($a.RoleAssigneeType)"; writeScope = "$scope"; entries = $entries }
    if ("$($a.RoleAssigneeType)" -eq 'RoleGroup') { $groups["$($a.RoleAssigneeName)"] = $true }
}
$roleGroups = @()
foreach ($name in $groups.Keys) {
    $roleGroups += @{ name = $name; members = @(Get-RoleGroupMember -Identity $name -ResultSize Unlimited | ForEach-Object { "$($_.Name)" }) }
}

$user = Get-MgUser -UserId $Plan.account
$roles = @()
foreach ($a in @(Get-MgRoleManagementDirectoryRoleAssignment -Filter "principalId eq '$($user.Id)'" -All)) {
    $roles += @{ template = "$($a.RoleDefinitionId)"; scope = "$($a.DirectoryScopeId)"; eligible = $false }
}
foreach ($m in @(Get-MgUserTransitiveMemberOfAsDirectoryRole -UserId $user.Id -All -ConsistencyLevel eventual -CountVariable count)) {
    $roles += @{ template = "$($m.RoleTemplateId)"; scope = '/'; eligible = $false }
}
foreach ($a in @(Get-MgRoleManagementDirectoryRoleEligibilitySchedule -Filter "principalId eq '$($user.Id)'" -All -ErrorAction SilentlyContinue)) {
    $roles += @{ template = "$($a.RoleDefinitionId)"; scope = "$($a.DirectoryScopeId)"; eligible = $true }
}

$evidence = @{
    version = 1; kind = 'hire2retire-evidence'; account = "$($user.UserPrincipalName)"; tenantId = "$((Get-MgContext).TenantId)"
    by = "$((Get-MgContext).Account)"; at = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
    assignments = $assignments; roleGroups = $roleGroups; entraRoles = $roles
}
[IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Out), (ConvertTo-Json -InputObject $evidence -Depth 8), (New-Object System.Text.UTF8Encoding $false))
Write-Host "The evidence is in $Out. It holds no secret."
