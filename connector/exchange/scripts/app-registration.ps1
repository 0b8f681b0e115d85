#Requires -Version 5.1
<#
.SYNOPSIS
Registers an application of your own for the connection set-up, for one account.

.DESCRIPTION
Without a switch it changes nothing: it says what it would do.
-Apply registers a public client without a secret, lets only the one account use
it, and grants it the listed delegated permissions for that account alone. -Undo
deletes exactly the application that the record lists, and its grants with it.
The IDs of the permissions are looked up by their names in your tenant.

Run it as Cloud Application Administrator together with Privileged Role
Administrator, or as Global Administrator.
#>
[CmdletBinding()]
param(
    [switch] $Apply,
    [switch] $Undo,
    [string] $Record = '.\hire2retire-app-registration.json'
)
$ErrorActionPreference = 'Stop'
$Plan = ConvertFrom-Json @'
{{PLAN}}
'@

if ($Apply -and $Undo) { throw 'Choose -Apply or -Undo.' }
Import-Module Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns, Microsoft.Graph.Users
$options = @{ Scopes = if ($Apply -or $Undo) { 'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'User.Read.All' } else { 'Application.Read.All', 'User.Read.All' }; NoWelcome = $true }
if ($Plan.environment) { $options.Environment = $Plan.environment }
Connect-MgGraph @options

if ($Undo) {
    if (-not (Test-Path -LiteralPath $Record)) { throw "There is no record at $Record, so there is nothing to take back." }
    $old = Get-Content -LiteralPath $Record -Raw | ConvertFrom-Json
    Write-Host "REMOVE the application $($old.clientId)"
    Remove-MgApplication -ApplicationId $old.applicationId
    return
}

$user = Get-MgUser -UserId $Plan.account
$resources = @()
foreach ($api in $Plan.resources) {
    $principal = Get-MgServicePrincipal -Filter "appId eq '$($api.appId)'"
    if (-not $principal) { throw "The tenant does not know the service $($api.name)." }
    $access = @()
    foreach ($name in $api.scopes) {
        $scope = $principal.Oauth2PermissionScopes | Where-Object { $_.Value -eq $name }
        if (-not $scope) { throw "$($api.name) has no permission $name." }
        $access += @{ Id = $scope.Id; Type = 'Scope' }
    }
    $resources += @{ principal = $principal; scopes = $api.scopes; required = @{ ResourceAppId = $api.appId; ResourceAccess = $access } }
}

if (-not $Apply) {
    Write-Host "WOULD  register the application $($Plan.displayName): this tenant only, no secret, redirect address http://localhost"
    Write-Host "WOULD  let only $($Plan.account) use it"
    foreach ($r in $resources) { Write-Host "WOULD  grant it $($r.scopes -join ', ') of $($r.principal.DisplayName), for $($Plan.account) only" }
    Write-Host 'Nothing was changed. Run again with -Apply to do it.'
    return
}
if (Test-Path -LiteralPath $Record) { throw "$Record exists already. Take it back with -Undo, or give another file with -Record." }
$app = New-MgApplication -DisplayName $Plan.displayName -SignInAudience 'AzureADMyOrg' -PublicClient @{ RedirectUris = @('http://localhost') } -IsFallbackPublicClient:([bool] $Plan.deviceCode) -GroupMembershipClaims 'DirectoryRole' -RequiredResourceAccess @($resources | ForEach-Object { $_.required })
$content = @{ version = 1; account = $Plan.account; at = (Get-Date).ToUniversalTime().ToString('o'); applicationId = $app.Id; clientId = $app.AppId; tenantId = (Get-MgContext).TenantId }
ConvertTo-Json -InputObject $content -Depth 6 | Set-Content -LiteralPath $Record -Encoding UTF8
$principal = New-MgServicePrincipal -AppId $app.AppId -AppRoleAssignmentRequired
New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $principal.Id -PrincipalId $user.Id -ResourceId $principal.Id -AppRoleId ([guid]::Empty) | Out-Null
foreach ($r in $resources) {
    New-MgOauth2PermissionGrant -ClientId $principal.Id -ConsentType 'Principal' -PrincipalId $user.Id -ResourceId $r.principal.Id -Scope ($r.scopes -join ' ') | Out-Null
}
Write-Host "Client ID: $($app.AppId)"
Write-Host "Tenant ID: $((Get-MgContext).TenantId)"
Write-Host "Done. The record is in $Record."
