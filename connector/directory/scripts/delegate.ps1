#Requires -Version 5.1
<#
.SYNOPSIS
    Delegates control of organizational units to one service account.

.DESCRIPTION
    Without a switch the script shows what it would add, and changes nothing.

      -Apply   saves the access lists, adds the entries that are missing and
               writes down exactly which ones it added.
      -Undo    removes exactly the entries that a file of -Apply lists.
      -Remove  removes exactly the entries of this script. It is for those who
               added them with dsacls, which cannot take back single entries.

    It adds entries of the kind "allow" only. It never grants full control,
    never removes or changes an entry that was there before and never touches
    owner, group or auditing. The logic is the same in every copy of this
    script; all that differs is the data between the two marked lines.

.NOTES
    Run it in Windows PowerShell on a computer of the domain, signed in as
    somebody who may change the permissions of these organizational units. No
    module is needed.
#>
[CmdletBinding(DefaultParameterSetName = 'Show')]
param(
    [Parameter(ParameterSetName = 'Apply', Mandatory = $true)]
    [switch] $Apply,

    # The file that -Apply has written: delegation-added-*.json.
    [Parameter(ParameterSetName = 'Undo', Mandatory = $true)]
    [string] $Undo,

    [Parameter(ParameterSetName = 'Remove', Mandatory = $true)]
    [switch] $Remove,

    # Where the files of -Apply go.
    [string] $Folder = (Get-Location).ProviderPath
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.DirectoryServices.Protocols

# ---- data: begin ----
$Data = ConvertFrom-Json -InputObject @'
{{DATA}}
'@
# ---- data: end ----

# Only the access list is read and written: not the owner, not the auditing.
$AccessListOnly = New-Object System.DirectoryServices.Protocols.SecurityDescriptorFlagControl (
    [System.DirectoryServices.Protocols.SecurityMasks]::Dacl)

$Connection = New-Object System.DirectoryServices.Protocols.LdapConnection ($Data.server)
$Connection.AuthType = [System.DirectoryServices.Protocols.AuthType]::Negotiate
$Connection.SessionOptions.ProtocolVersion = 3
$Connection.SessionOptions.Signing = $true
$Connection.SessionOptions.Sealing = $true

function Read-Descriptor([string] $DN) {
    $request = New-Object System.DirectoryServices.Protocols.SearchRequest
    $request.DistinguishedName = $DN
    $request.Filter = '(objectClass=*)'
    $request.Scope = [System.DirectoryServices.Protocols.SearchScope]::Base
    [void] $request.Attributes.Add('nTSecurityDescriptor')
    [void] $request.Controls.Add($AccessListOnly)
    $entry = $Connection.SendRequest($request).Entries[0]
    $bytes = $entry.Attributes['nTSecurityDescriptor'].GetValues([byte[]])[0]
    return [System.Security.AccessControl.RawSecurityDescriptor]::new([byte[]] $bytes, 0)
}

function Write-Descriptor([string] $DN, $Descriptor) {
    $bytes = [byte[]]::new($Descriptor.BinaryLength)
    $Descriptor.GetBinaryForm($bytes, 0)
    $change = New-Object System.DirectoryServices.Protocols.DirectoryAttributeModification
    $change.Name = 'nTSecurityDescriptor'
    $change.Operation = [System.DirectoryServices.Protocols.DirectoryAttributeOperation]::Replace
    [void] $change.Add($bytes)
    $request = New-Object System.DirectoryServices.Protocols.ModifyRequest
    $request.DistinguishedName = $DN
    [void] $request.Modifications.Add($change)
    [void] $request.Controls.Add($AccessListOnly)
    [void] $Connection.SendRequest($request)
}

function ConvertTo-Text($Ace) {
    $bytes = [byte[]]::new($Ace.BinaryLength)
    $Ace.GetBinaryForm($bytes, 0)
    return [Convert]::ToBase64String($bytes)
}

function ConvertFrom-Sddl([string] $Sddl) {
    return ([System.Security.AccessControl.RawSecurityDescriptor]::new('D:' + $Sddl)).DiscretionaryAcl[0]
}

function Find-Ace($List, [string] $Text) {
    for ($i = 0; $i -lt $List.Count; $i++) {
        if ((ConvertTo-Text $List[$i]) -ceq $Text) { return $i }
    }
    return -1
}

# Entries of an access list stand in a fixed order: explicit before inherited,
# deny before allow. A new entry goes behind the explicit deny entries.
function Get-InsertPosition($List) {
    $position = 0
    while ($position -lt $List.Count -and -not $List[$position].IsInherited -and
        $List[$position] -is [System.Security.AccessControl.QualifiedAce] -and
        $List[$position].AceQualifier -eq [System.Security.AccessControl.AceQualifier]::AccessDenied) {
        $position++
    }
    return $position
}

function Save-Json([string] $Path, $Value) {
    $json = ConvertTo-Json -InputObject $Value -Depth 6
    [System.IO.File]::WriteAllText($Path, $json, (New-Object System.Text.UTF8Encoding $false))
}

function Save-Descriptor([string] $DN, $Descriptor) {
    $before = Join-Path $Folder ('delegation-before-{0}.txt' -f $stamp)
    $sddl = $Descriptor.GetSddlForm([System.Security.AccessControl.AccessControlSections]::Access)
    [System.IO.File]::AppendAllText($before, $DN + "`r`n" + $sddl + "`r`n")
}

# Each entry is compared byte by byte, so that nothing else can be removed.
function Remove-Entries([string] $DN, $Entries) {
    $descriptor = Read-Descriptor $DN
    Save-Descriptor $DN $descriptor
    foreach ($entry in $Entries) {
        $position = Find-Ace $descriptor.DiscretionaryAcl $entry.binary
        if ($position -lt 0) {
            Write-Output ('{0}: already gone: {1}' -f $DN, $entry.sddl)
            continue
        }
        $descriptor.DiscretionaryAcl.RemoveAce($position)
        Write-Output ('{0}: removes {1}' -f $DN, $entry.sddl)
    }
    Write-Descriptor $DN $descriptor
}

$stamp = Get-Date -Format 'yyyyMMdd-HHmmss'
if ($PSCmdlet.ParameterSetName -eq 'Undo') {
    $record = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText((Resolve-Path -LiteralPath $Undo).ProviderPath))
    foreach ($ou in @($record.ous)) {
        Remove-Entries $ou.dn @($ou.added)
    }
    return
}
if ($Remove) {
    foreach ($ou in @($Data.ous)) {
        $entries = @(foreach ($entry in @($ou.entries)) {
            @{ sddl = $entry.sddl; binary = (ConvertTo-Text (ConvertFrom-Sddl $entry.sddl)) }
        })
        Remove-Entries $ou.dn $entries
    }
    return
}

$added = @()
foreach ($ou in @($Data.ous)) {
    $descriptor = Read-Descriptor $ou.dn
    $list = $descriptor.DiscretionaryAcl
    if ($Apply) { Save-Descriptor $ou.dn $descriptor }
    $new = @()
    foreach ($entry in @($ou.entries)) {
        $ace = ConvertFrom-Sddl $entry.sddl
        if ((Find-Ace $list (ConvertTo-Text $ace)) -ge 0) {
            Write-Output ('{0}: is there already: {1}' -f $ou.dn, $entry.what)
            continue
        }
        if (-not $Apply) {
            Write-Output ('{0}: would allow {1} to {2}' -f $ou.dn, $Data.account.name, $entry.what)
            continue
        }
        $list.InsertAce((Get-InsertPosition $list), $ace)
        $new += @{ sddl = $entry.sddl; binary = (ConvertTo-Text $ace) }
        Write-Output ('{0}: allows {1} to {2}' -f $ou.dn, $Data.account.name, $entry.what)
    }
    if ($new.Count -gt 0) {
        $added += @{ dn = $ou.dn; added = $new }
        # Written before the change, so that an interruption can be undone too.
        Save-Json (Join-Path $Folder ('delegation-added-{0}.json' -f $stamp)) @{ account = $Data.account; ous = $added }
        Write-Descriptor $ou.dn $descriptor
    }
}
if (-not $Apply) {
    Write-Output 'Nothing was changed. Run the script with -Apply to add these entries.'
} elseif ($added.Count -gt 0) {
    Write-Output ('To undo: run the script with -Undo {0}' -f (Join-Path $Folder ('delegation-added-{0}.json' -f $stamp)))
}
