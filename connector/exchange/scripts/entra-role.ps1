#Requires -Version 5.1
<#
.SYNOPSIS
Assigns an Entra role to one account, in the whole tenant.

.DESCRIPTION
Without a switch it changes nothing: it says what it would do.
-Apply assigns the role and writes the record file. -Undo takes back exactly the
assignment that the record lists. The values stand in the JSON below.

Run it as Privileged Role Administrator or Global Administrator.
#>
[CmdletBinding()]
param(
    [switch] $Apply,
    [switch] $Undo,
    [string] $Record = '.\hire2retire-entra-role.json'
)
$ErrorActionPreference = 'Stop'
$Plan = ConvertFrom-Json @'
{{PLAN}}
'@

if ($Apply -and $Undo) { throw 'Choose -Apply or -Undo.' }
Import-Module Microsoft.Graph.Identity.Governance, Microsoft.Graph.Users
$options = @{ Scopes = if ($Apply -or $Undo) { 'RoleManagement.ReadWrite.Directory', 'User.Read.All' } else { 'RoleManagement.Read.Directory', 'User.Read.All' }; NoWelcome = $true }
if ($Plan.environment) { $options.Environment = $Plan.environment }
Connect-MgGraph @options

if ($Undo) {
    if (-not (Test-Path -LiteralPath $Record)) { throw "There is no record at $Record, so there is nothing to take back." }
    $old = Get-Content -LiteralPath $Record -Raw | ConvertFrom-Json
    Write-Host "REMOVE the assignment of $($old.role) to $($old.account)"
    Remove-MgRoleManagementDirectoryRoleAssignment -UnifiedRoleAssignmentId $old.assignment
    return
}

$user = Get-MgUser -UserId $Plan.account
$have = @(Get-MgRoleManagementDirectoryRoleAssignment -Filter "principalId eq '$($user.Id)'" -All)
foreach ($a in $have) {
    if ($a.RoleDefinitionId -eq $Plan.template -and $a.DirectoryScopeId -eq '/') {
        Write-Host "OK     $($Plan.account) holds $($Plan.role) already"
        return
    }
}
if (-not $Apply) {
    Write-Host "WOULD  assign $($Plan.role) to $($Plan.account) in the whole tenant"
    Write-Host 'Nothing was changed. Run again with -Apply to do it.'
    return
}
if (Test-Path -LiteralPath $Record) { throw "$Record exists already. Take it back with -Undo, or give another file with -Record." }
Write-Host "DOING  assign $($Plan.role) to $($Plan.account) in the whole tenant"
$new = New-MgRoleManagementDirectoryRoleAssignment -PrincipalId $user.Id -RoleDefinitionId $Plan.template -DirectoryScopeId '/'
$content = @{ version = 1; account = $Plan.account; role = $Plan.role; at = (Get-Date).ToUniversalTime().ToString('o'); before = @($have | Select-Object Id, RoleDefinitionId, DirectoryScopeId); assignment = $new.Id }
ConvertTo-Json -InputObject $content -Depth 6 | Set-Content -LiteralPath $Record -Encoding UTF8
Write-Host "Done. The account gets the role with its next sign-in. The record is in $Record."
