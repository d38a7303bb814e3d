"""What other plugins may use of organizations.

Models: an organization is a :class:`kalenner.people.Provider` (``is_organization``); ``Member`` is one time
that a professional belonged to it. Owners are the core's: :class:`kalenner.people.OwnerService`.

Queries, all of the present: ``members_of`` (the team, with practices), ``count_members``,
``organizations_of`` (of a practice), ``is_member``, ``members_among`` (which of these practices belong).

Contexts of screens: ``ActingOwnerContext`` (owner, the organization of the role), ``OrganizationContext``
(owner, argument ``organization``), ``TeamMemberContext`` (owner, also a ``member``), ``MembershipContext`` (a
member, argument ``organization``). Each of them asks the database at every press.

Menus: ``organization`` (the owner's main menu), ``organization_card`` (a member's card of an organization;
subject: the organization), ``member_card`` (an owner's card of a member; subject: the member's practice),
``settings.organization`` (the owner's settings).
"""
