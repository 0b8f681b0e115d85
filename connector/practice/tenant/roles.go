package tenant

// roles is what the management roles of Exchange Online allow, as far as the
// product asks: the cmdlets and, because that is where the traps are, the
// parameters. Each line is a cmdlet with the parameters of that role; what an
// account may do is the sum over its roles.
//
// The traps, and where they are documented:
//   - MyDistributionGroups, which every mailbox has, brings the cmdlets for
//     distribution groups without any admin role (role-assignment-policies).
//   - -BypassSecurityGroupManagerCheck, without which nobody changes a group he
//     does not own, comes with Security Group Creation and Membership only
//     (Add-DistributionGroupMember); so does New-DistributionGroup -Type.
//   - Mail Recipients has New-Mailbox for room accounts alone; -Shared is in
//     Mail Recipient Creation (find-exchange-cmdlet-permissions).
//   - Get-RecipientPermission is in Mail Recipients and no reader's role.
//
// That -IgnoreNamingPolicy and the dynamic group cmdlets tell the admin role
// from the end-user one is inferred, not documented.
var roles = []role{
	{name: "Distribution Groups", entries: []string{
		"Get-DistributionGroup Identity ResultSize Filter RecipientTypeDetails SortBy ManagedBy Anr OrganizationalUnit IncludeGrantSendOnBehalfToWithDisplayNames",
		"Get-DistributionGroupMember Identity ResultSize",
		"New-DistributionGroup Name Alias DisplayName PrimarySmtpAddress Members ManagedBy Notes MemberJoinRestriction MemberDepartRestriction RequireSenderAuthenticationEnabled CopyOwnerToMember OrganizationalUnit RoomList IgnoreNamingPolicy Confirm WhatIf",
		"Set-DistributionGroup Identity Name Alias DisplayName PrimarySmtpAddress EmailAddresses ManagedBy HiddenFromAddressListsEnabled RequireSenderAuthenticationEnabled AcceptMessagesOnlyFrom MailTip CustomAttribute1 IgnoreNamingPolicy ForceUpgrade Confirm WhatIf",
		"Remove-DistributionGroup Identity Confirm WhatIf",
		"Add-DistributionGroupMember Identity Member Confirm WhatIf",
		"Remove-DistributionGroupMember Identity Member Confirm WhatIf",
		"Update-DistributionGroupMember Identity Members Confirm WhatIf",
		"Get-DynamicDistributionGroup Identity ResultSize Filter SortBy ManagedBy Anr IncludeSystemObjects",
		"Get-DynamicDistributionGroupMember Identity ResultSize",
		"New-DynamicDistributionGroup Name Alias DisplayName IncludedRecipients RecipientFilter ConditionalDepartment PrimarySmtpAddress OrganizationalUnit Confirm WhatIf",
		"Set-DynamicDistributionGroup Identity Name Alias DisplayName RecipientFilter IncludedRecipients ManagedBy PrimarySmtpAddress Confirm WhatIf",
		"Remove-DynamicDistributionGroup Identity Confirm WhatIf",
		"Get-Group Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
		"Set-Group Identity DisplayName Notes ManagedBy Confirm WhatIf",
		"Get-Recipient Identity ResultSize Filter RecipientTypeDetails RecipientType SortBy Anr Properties",
		"Get-User Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
	}},
	{name: "Security Group Creation and Membership", entries: []string{
		"Get-DistributionGroup Identity ResultSize Filter RecipientTypeDetails SortBy ManagedBy Anr OrganizationalUnit IncludeGrantSendOnBehalfToWithDisplayNames",
		"Get-DistributionGroupMember Identity ResultSize",
		"New-DistributionGroup Name Alias DisplayName PrimarySmtpAddress Members ManagedBy Notes Type MemberJoinRestriction MemberDepartRestriction CopyOwnerToMember OrganizationalUnit BypassNestedModerationEnabled Confirm WhatIf",
		"Set-DistributionGroup Identity BypassSecurityGroupManagerCheck ManagedBy DisplayName Confirm WhatIf",
		"Remove-DistributionGroup Identity BypassSecurityGroupManagerCheck Confirm WhatIf",
		"Add-DistributionGroupMember Identity Member BypassSecurityGroupManagerCheck Confirm WhatIf",
		"Remove-DistributionGroupMember Identity Member BypassSecurityGroupManagerCheck Confirm WhatIf",
		"Update-DistributionGroupMember Identity Members BypassSecurityGroupManagerCheck Confirm WhatIf",
		"Get-Group Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
		"Get-Recipient Identity ResultSize Filter RecipientTypeDetails RecipientType SortBy Anr Properties",
	}},
	{name: "Mail Recipients", entries: []string{
		"Get-Mailbox Identity ResultSize Filter RecipientTypeDetails SortBy Anr Archive GroupMailbox InactiveMailboxOnly PublicFolder SoftDeletedMailbox",
		"Set-Mailbox Identity Type Alias DisplayName EmailAddresses HiddenFromAddressListsEnabled ForwardingAddress ForwardingSmtpAddress DeliverToMailboxAndForward GrantSendOnBehalfTo MessageCopyForSentAsEnabled CustomAttribute1 Confirm WhatIf",
		"New-Mailbox EnableRoomMailboxAccount Confirm WhatIf",
		"Get-MailboxPermission Identity ResultSize User Owner",
		"Add-MailboxPermission Identity User AccessRights InheritanceType AutoMapping Owner Confirm WhatIf",
		"Remove-MailboxPermission Identity User AccessRights InheritanceType Confirm WhatIf",
		"Get-RecipientPermission Identity ResultSize Trustee AccessRights",
		"Add-RecipientPermission Identity Trustee AccessRights Confirm WhatIf",
		"Remove-RecipientPermission Identity Trustee AccessRights Confirm WhatIf",
		"Get-MailboxAutoReplyConfiguration Identity ResultSize",
		"Set-MailboxAutoReplyConfiguration Identity AutoReplyState InternalMessage ExternalMessage Confirm WhatIf",
		"Get-UnifiedGroup Identity ResultSize Filter SortBy Anr IncludeAllProperties IncludeSoftDeletedGroups",
		"New-UnifiedGroup DisplayName Alias AccessType Members Owner PrimarySmtpAddress HiddenGroupMembershipEnabled Confirm WhatIf",
		"Set-UnifiedGroup Identity DisplayName Alias AccessType PrimarySmtpAddress HiddenFromAddressListsEnabled Notes CustomAttribute1 Confirm WhatIf",
		"Remove-UnifiedGroup Identity Force Confirm WhatIf",
		"Get-UnifiedGroupLinks Identity LinkType ResultSize",
		"Add-UnifiedGroupLinks Identity LinkType Links Confirm WhatIf",
		"Remove-UnifiedGroupLinks Identity LinkType Links Confirm WhatIf",
		"Get-User Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
		"Set-User Identity DisplayName Department Title Manager Company Confirm WhatIf",
		"Get-Recipient Identity ResultSize Filter RecipientTypeDetails RecipientType SortBy Anr Properties",
		"Set-CASMailbox Identity OWAEnabled ActiveSyncEnabled Confirm WhatIf",
	}},
	{name: "Mail Recipient Creation", entries: []string{
		"New-Mailbox Name Alias DisplayName FirstName LastName Password MicrosoftOnlineServicesID PrimarySmtpAddress Shared Room Equipment Confirm WhatIf",
		"Remove-Mailbox Identity Permanent Confirm WhatIf",
		"New-MailContact Name ExternalEmailAddress Alias DisplayName Confirm WhatIf",
		"New-MailUser Name ExternalEmailAddress MicrosoftOnlineServicesID Password Confirm WhatIf",
		"New-DistributionGroup Name Alias DisplayName PrimarySmtpAddress Members ManagedBy Notes Confirm WhatIf",
		"Get-Mailbox Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
		"Get-Recipient Identity ResultSize Filter RecipientTypeDetails RecipientType SortBy Anr Properties",
	}},
	{name: "View-Only Configuration", entries: []string{
		"Get-OrganizationConfig",
		"Get-AcceptedDomain Identity ResultSize",
		"Get-ManagementRole Identity Cmdlet CmdletParameters RoleType GetChildren Recurse",
		"Get-ManagementRoleAssignment Identity Role RoleAssignee RoleAssigneeType Delegating Enabled GetEffectiveUsers CustomRecipientWriteScope",
		"Get-ManagementRoleEntry Identity Parameters ResultSize",
		"Get-RoleGroup Identity ResultSize Filter SortBy ShowPartnerLinked",
		"Get-RoleGroupMember Identity ResultSize",
		"Get-RoleAssignmentPolicy Identity",
	}},
	{name: "View-Only Recipients", entries: []string{
		"Get-Mailbox Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
		"Get-DistributionGroup Identity ResultSize Filter RecipientTypeDetails SortBy ManagedBy Anr",
		"Get-DistributionGroupMember Identity ResultSize",
		"Get-UnifiedGroup Identity ResultSize Filter SortBy Anr IncludeAllProperties",
		"Get-Recipient Identity ResultSize Filter RecipientTypeDetails RecipientType SortBy Anr Properties",
		"Get-User Identity ResultSize Filter RecipientTypeDetails SortBy Anr",
	}},
	{name: "Role Management", entries: []string{
		"Get-ManagementRole Identity Cmdlet CmdletParameters RoleType GetChildren Recurse",
		"New-ManagementRole Name Parent Description EnabledCmdlets Confirm WhatIf",
		"Get-ManagementRoleAssignment Identity Role RoleAssignee RoleAssigneeType Delegating Enabled GetEffectiveUsers CustomRecipientWriteScope",
		"New-ManagementRoleAssignment Name Role SecurityGroup User Policy CustomRecipientWriteScope Delegating Confirm WhatIf",
		"Remove-ManagementRoleAssignment Identity Confirm WhatIf",
		"Get-ManagementRoleEntry Identity Parameters ResultSize",
		"Get-RoleGroup Identity ResultSize Filter SortBy ShowPartnerLinked",
		"New-RoleGroup Name Description Roles Members ManagedBy CustomRecipientWriteScope Confirm WhatIf",
		"Get-RoleGroupMember Identity ResultSize",
		"Add-RoleGroupMember Identity Member BypassSecurityGroupManagerCheck Confirm WhatIf",
		"Remove-RoleGroupMember Identity Member BypassSecurityGroupManagerCheck Confirm WhatIf",
	}},
	{name: "MyBaseOptions", endUser: true, entries: []string{
		"Get-Mailbox Identity ResultSize",
		"Set-Mailbox Identity MessageCopyForSentAsEnabled UserCertificate ExternalOofOptions Confirm WhatIf",
		"Get-MailboxAutoReplyConfiguration Identity",
		"Set-MailboxAutoReplyConfiguration Identity AutoReplyState InternalMessage ExternalMessage Confirm WhatIf",
		"Get-Recipient Identity ResultSize",
		"Get-User Identity ResultSize",
		"Get-UnifiedGroup Identity ResultSize",
		"Get-InboxRule Identity Mailbox",
	}},
	{name: "MyProfileInformation", endUser: true, entries: []string{
		"Set-User Identity DisplayName FirstName LastName Confirm WhatIf",
		"Set-Mailbox Identity DisplayName Confirm WhatIf",
	}},
	{name: "MyDistributionGroups", endUser: true, entries: []string{
		"Get-DistributionGroup Identity ResultSize Filter RecipientTypeDetails SortBy ManagedBy Anr",
		"Get-DistributionGroupMember Identity ResultSize",
		"New-DistributionGroup Name Alias DisplayName PrimarySmtpAddress Members ManagedBy Notes MemberJoinRestriction MemberDepartRestriction Confirm WhatIf",
		"Set-DistributionGroup Identity Name Alias DisplayName PrimarySmtpAddress EmailAddresses ManagedBy HiddenFromAddressListsEnabled RequireSenderAuthenticationEnabled AcceptMessagesOnlyFrom MailTip Confirm WhatIf",
		"Remove-DistributionGroup Identity Confirm WhatIf",
		"Add-DistributionGroupMember Identity Member Confirm WhatIf",
		"Remove-DistributionGroupMember Identity Member Confirm WhatIf",
		"Update-DistributionGroupMember Identity Members Confirm WhatIf",
		"Get-Group Identity ResultSize",
		"Get-Recipient Identity ResultSize Filter RecipientTypeDetails",
	}},
}
