#Requires -Version 5.1
<#
.SYNOPSIS
Gives one account the Exchange Online roles it needs, through one role group.

.DESCRIPTION
Without a switch it changes nothing: it says what it would do.
-Apply does it, after writing what there was before, and every change as it is
made, to the record file. -Undo takes back exactly what the record lists.
The values stand in the JSON below; nothing else of this script differs from
tenant to tenant.

Run it as a member of Organization Management, or with the role Role Management.

.PARAMETER AllowCustomization
Allows Enable-OrganizationCustomization, which a new tenant needs once before it
takes a role group. It cannot be undone.

.PARAMETER ScopeFilter
The recipients of the write scope, if the JSON below names one that does not
exist yet, for example "CustomAttribute1 -eq 'Berlin'". It is made then.

.PARAMETER Direct
Assigns the roles to the account itself. Needed only for an account that cannot
be a member of a role group, because it has no mailbox.
#>
[CmdletBinding()]
param(
    [switch] $Apply,
    [switch] $Undo,
    [switch] $AllowCustomization,
    [switch] $Direct,
    [string] $ScopeFilter,
    [string] $Record = '.\hire2retire-exchange-roles.json'
)
$ErrorActionPreference = 'Stop'
$Plan = ConvertFrom-Json @'
{{PLAN}}
'@

if (-not $ScopeFilter) { $ScopeFilter = $Plan.scopeFilter }
$Done = New-Object System.Collections.ArrayList
$Before = $null

function Save-Record {
    $content = @{ version = 1; account = $Plan.account; roleGroup = $Plan.roleGroup; at = (Get-Date).ToUniversalTime().ToString('o'); before = $Before; done = @($Done) }
    ConvertTo-Json -InputObject $content -Depth 8 | Set-Content -LiteralPath $Record -Encoding UTF8
}

function Invoke-Step([string] $Say, [hashtable] $Entry, [scriptblock] $Change) {
    if (-not $Apply) {
        Write-Host "WOULD  $Say"
        return
    }
    if ($Done.Count -eq 0) { Save-Record }
    Write-Host "DOING  $Say"
    & $Change | Out-Null
    [void] $Done.Add($Entry)
    Save-Record
}

# The roles of an account include those of its role groups; the type keeps them
# apart. An assignment that is switched off gives nothing.
function Get-Assignments([string] $To, [string] $Type) {
    @(Get-ManagementRoleAssignment -RoleAssignee $To -Delegating $false -Enabled $true | Where-Object { "$($_.RoleAssigneeType)" -eq $Type })
}

function Test-Member([object[]] $Members, $User) {
    foreach ($m in $Members) {
        if ($m.ExternalDirectoryObjectId -eq $User.ExternalDirectoryObjectId -or $m.DistinguishedName -eq $User.DistinguishedName) { return $true }
    }
    return $false
}

function Connect-Tenant {
    Import-Module ExchangeOnlineManagement
    $options = @{ ShowBanner = $false }
    if ($Plan.environment) { $options.ExchangeEnvironmentName = $Plan.environment }
    Connect-ExchangeOnline @options
}

function Undo-Record {
    if (-not (Test-Path -LiteralPath $Record)) { throw "There is no record at $Record, so there is nothing to take back." }
    $old = Get-Content -LiteralPath $Record -Raw | ConvertFrom-Json
    $steps = @($old.done)
    [array]::Reverse($steps)
    foreach ($step in $steps) {
        switch ($step.kind) {
            'assignment' {
                if (Get-ManagementRoleAssignment -Identity $step.name -ErrorAction SilentlyContinue) {
                    Write-Host "REMOVE the role assignment $($step.name)"
                    Remove-ManagementRoleAssignment -Identity $step.name -Confirm:$false
                }
            }
            'member' {
                Write-Host "REMOVE $($step.member) from the role group $($step.roleGroup)"
                Remove-RoleGroupMember -Identity $step.roleGroup -Member $step.member -BypassSecurityGroupManagerCheck -Confirm:$false
            }
            'roleGroup' {
                $left = @(Get-RoleGroupMember -Identity $step.roleGroup -ResultSize Unlimited)
                $user = Get-User -Identity $step.member
                if ($left.Count -gt 1 -or ($left.Count -eq 1 -and -not (Test-Member $left $user))) {
                    Write-Warning "The role group $($step.roleGroup) has members that this script did not add. It stays; only $($step.member) is removed from it."
                    Remove-RoleGroupMember -Identity $step.roleGroup -Member $step.member -BypassSecurityGroupManagerCheck -Confirm:$false
                } else {
                    Write-Host "REMOVE the role group $($step.roleGroup)"
                    Remove-RoleGroup -Identity $step.roleGroup -BypassSecurityGroupManagerCheck -Confirm:$false
                }
            }
            'scope' {
                Write-Host "REMOVE the write scope $($step.name)"
                Remove-ManagementScope -Identity $step.name -Confirm:$false
            }
            'customization' { Write-Warning 'Enable-OrganizationCustomization cannot be undone.' }
        }
    }
}

function Add-Assignment([string] $Role, [hashtable] $Target, [string] $To) {
    $options = @{ Role = $Role } + $Target
    if ($Plan.writeScope) { $options.CustomRecipientWriteScope = $Plan.writeScope }
    # A name of our own makes the assignment findable for -Undo. It may have 64 characters.
    $name = 'H2R ' + [guid]::NewGuid().ToString('N')
    Invoke-Step "assign the role $Role to $To" @{ kind = 'assignment'; name = $name } { New-ManagementRoleAssignment -Name $name @options }
}

function Add-Missing([string] $To, [string] $Type, [hashtable] $Target) {
    $have = @(Get-Assignments $To $Type)
    foreach ($role in $Plan.roles) {
        $same = @($have | Where-Object { "$($_.Role)" -eq $role })
        $fits = @($same | Where-Object { "$($_.CustomRecipientWriteScope)" -eq "$($Plan.writeScope)" -and ($Plan.writeScope -or "$($_.RecipientWriteScope)" -in '', 'Organization', 'NotApplicable') })
        if ($fits.Count -gt 0) {
            Write-Host "OK     $To has the role $role"
        } else {
            Add-Assignment $role $Target $To
        }
        # One assignment that reaches further makes the others pointless. It is not
        # ours, so an administrator removes it.
        foreach ($other in $same) {
            if ($Plan.writeScope -and "$($other.CustomRecipientWriteScope)" -ne $Plan.writeScope) {
                Write-Warning "$To has the role $role with another write scope too: the assignment $($other.Name). Remove it with Remove-ManagementRoleAssignment if it is not meant so."
            }
        }
    }
}

if ($Apply -and $Undo) { throw 'Choose -Apply or -Undo.' }
Connect-Tenant
if ($Undo) {
    Undo-Record
    return
}

$user = Get-User -Identity $Plan.account
$group = Get-RoleGroup -Identity $Plan.roleGroup -ErrorAction SilentlyContinue
$Before = @{ roleGroup = if ($group) { $group | Select-Object Name, Roles, Members } else { $null }; assignments = @(Get-ManagementRoleAssignment -RoleAssignee $Plan.account -Delegating $false | Select-Object Name, Role, RoleAssigneeName, RoleAssigneeType, CustomRecipientWriteScope) }
if ($Apply -and (Test-Path -LiteralPath $Record)) { throw "$Record exists already. Take it back with -Undo, or give another file with -Record." }

if ((Get-OrganizationConfig).IsDehydrated) {
    if (-not $AllowCustomization) {
        Write-Warning 'This tenant has never been customized and refuses role groups. Run again with -AllowCustomization: Enable-OrganizationCustomization cannot be undone.'
        if ($Apply) { return }
    } else {
        Invoke-Step 'run Enable-OrganizationCustomization, which cannot be undone' @{ kind = 'customization' } { Enable-OrganizationCustomization }
    }
}

if ($Plan.writeScope -and -not (Get-ManagementScope -Identity $Plan.writeScope -ErrorAction SilentlyContinue)) {
    if (-not $ScopeFilter) { throw "There is no write scope $($Plan.writeScope). Give -ScopeFilter to make it." }
    Invoke-Step "make the write scope $($Plan.writeScope): $ScopeFilter" @{ kind = 'scope'; name = $Plan.writeScope } { New-ManagementScope -Name $Plan.writeScope -RecipientRestrictionFilter $ScopeFilter }
}

if ($Direct) {
    Add-Missing $Plan.account 'User' @{ User = $Plan.account }
} else {
    if ($user.RecipientType -notin 'UserMailbox', 'MailUser') {
        throw "$($Plan.account) has no mailbox, so it cannot be a member of a role group. Give it a licence with Exchange Online, or run this script with -Direct."
    }
    if (-not $group) {
        $create = @{ Name = $Plan.roleGroup; Description = $Plan.description; Roles = @($Plan.roles); Members = @($Plan.account) }
        if ($Plan.writeScope) { $create.CustomRecipientWriteScope = $Plan.writeScope }
        Invoke-Step "create the role group $($Plan.roleGroup) with $($Plan.roles -join ', ') and the member $($Plan.account)" @{ kind = 'roleGroup'; roleGroup = $Plan.roleGroup; member = $Plan.account } { New-RoleGroup @create }
    } else {
        Add-Missing $Plan.roleGroup 'RoleGroup' @{ SecurityGroup = $Plan.roleGroup }
        if (Test-Member @(Get-RoleGroupMember -Identity $Plan.roleGroup -ResultSize Unlimited) $user) {
            Write-Host "OK     $($Plan.account) is a member of $($Plan.roleGroup)"
        } else {
            Invoke-Step "add $($Plan.account) to the role group $($Plan.roleGroup)" @{ kind = 'member'; roleGroup = $Plan.roleGroup; member = $Plan.account } { Add-RoleGroupMember -Identity $Plan.roleGroup -Member $Plan.account -BypassSecurityGroupManagerCheck }
        }
    }
}
if ($Apply) {
    Write-Host "Done. New roles take up to an hour. The record is in $Record."
} else {
    Write-Host 'Nothing was changed. Run again with -Apply to do it.'
}
