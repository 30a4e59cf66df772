from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import mail_sign_in as sign_in
from cha.workspace.views import settings_business as business
from cha.workspace.views import settings_channels as channels
from cha.workspace.views import settings_chat as chat
from cha.workspace.views import settings_fields as fields
from cha.workspace.views import settings_form as settings_form  # its pages join by `add_page`
from cha.workspace.views import settings_hours as hours
from cha.workspace.views import settings_keys as sealing
from cha.workspace.views import settings_order as order
from cha.workspace.views import settings_pathways as pathways
from cha.workspace.views import settings_replies as replies
from cha.workspace.views import settings_rules as rules
from cha.workspace.views import settings_shop as shop
from cha.workspace.views import settings_targets as targets
from cha.workspace.views import settings_team as team
from cha.workspace.views import settings_told as told
from cha.workspace.views import settings_words as words
from cha.workspace.views import shifts, ways_in

urlpatterns: list[URLPattern] = [
    path("settings", channels.settings, name="settings"),
    path("settings/channels", channels.channels, name="settings-channels"),
    path("settings/channels/new", ways_in.choose, name="settings-ways-new"),
    path("settings/channels/new/<slug:medium>", ways_in.new, name="settings-channel-new"),
    path("settings/channels/<cha:channel_id>", ways_in.page, name="settings-channel"),
    path("settings/channels/<cha:channel_id>/chat/preview", chat.preview, name="settings-chat-preview"),
    path("settings/channels/<cha:channel_id>/chat/key", chat.key, name="settings-chat-key"),
    path("settings/channels/<cha:channel_id>/test", channels.test, name="settings-channel-test"),
    path("settings/channels/<cha:channel_id>/words", words.words, name="settings-channel-words"),
    path("settings/channels/<cha:channel_id>/hook", channels.hook, name="settings-channel-hook"),
    path("settings/channels/<cha:channel_id>/keys", sealing.keys, name="settings-channel-keys"),
    path("settings/channels/<cha:channel_id>/keys/<cha:key_id>", sealing.key, name="settings-channel-key"),
    path("settings/channels/<cha:channel_id>/active", channels.active, name="settings-channel-active"),
    path("settings/channels/<cha:channel_id>/sign-in/<str:house>", sign_in.go, name="mail-sign-in"),
    path("settings/channels/<cha:channel_id>/sign-out", sign_in.out, name="mail-sign-out"),
    path("settings/mail-sign-in/back", sign_in.back, name="mail-sign-in-back"),
    path("settings/shop", shop.sources, name="settings-shop"),
    path("settings/shop/new/<slug:kind>", shop.new, name="settings-shop-new"),
    path("settings/shop/<cha:source_id>", shop.source, name="settings-shop-source"),
    path("settings/shop/<cha:source_id>/trial", shop.trial, name="settings-shop-trial"),
    path("settings/shop/<cha:source_id>/pausing", shop.pausing, name="settings-shop-pausing"),
    path("settings/shop/<cha:source_id>/removal", shop.removal, name="settings-shop-removal"),
    path("settings/business", business.business, name="settings-business"),
    path("settings/business/heads-ups", business.heads_ups, name="settings-heads-ups"),
    path("settings/hours", hours.hours, name="settings-hours"),
    path("settings/shifts", shifts.week, name="shifts"),
    path("settings/shifts/absences", shifts.absences, name="absences"),
    path("settings/shifts/absences/<cha:absence_id>/end", shifts.absence_end, name="absence-end"),
    path("settings/shifts/<cha:member_id>", shifts.plan, name="shift-plan"),
    path("settings/hours/teams/<cha:team_id>", hours.team_hours, name="settings-team-hours"),
    path("settings/hours/channels/<cha:channel_id>", hours.channel_hours, name="settings-channel-hours"),
    path("settings/order", order.order, name="settings-order"),
    path("settings/order/preview", order.preview, name="settings-order-preview"),
    path("settings/targets", targets.targets, name="settings-targets"),
    path("settings/targets/<cha:target_id>/removal", targets.removal, name="settings-target-removal"),
    path("settings/team", team.team, name="settings-team"),
    path("settings/team/invitations", team.invitations, name="settings-invitations"),
    path("settings/team/sight", team.sight, name="settings-sight"),
    path("settings/team/teams", team.teams, name="settings-teams"),
    path("settings/team/<cha:member_id>", team.member, name="settings-member"),
    path("settings/team/<cha:member_id>/link", team.link, name="settings-member-link"),
    path("settings/team/<cha:member_id>/seat", team.seat, name="settings-member-seat"),
    path("settings/fields", fields.fields, name="settings-fields"),
    path("settings/fields/new", fields.new, name="settings-field-new"),
    path("settings/fields/<cha:field_id>", fields.field, name="settings-field"),
    path("settings/fields/<cha:field_id>/retirement", fields.retirement, name="settings-field-retirement"),
    path("settings/pathways", pathways.pathways, name="settings-pathways"),
    path("settings/pathways/<slug:topic>", pathways.pathway, name="settings-pathway"),
    path("settings/pathways/<slug:topic>/deletion", pathways.deletion, name="settings-pathway-deletion"),
    path("settings/told", told.told, name="settings-told"),
    path("settings/told/built-in", told.built_in, name="settings-told-built-in"),
    path("settings/told/new", told.new, name="settings-told-new"),
    path("settings/told/<cha:pattern_id>", told.pattern, name="settings-told-pattern"),
    path("settings/told/<cha:pattern_id>/switch", told.switch, name="settings-told-switch"),
    path("settings/told/<cha:pattern_id>/deletion", told.deletion, name="settings-told-deletion"),
    path("settings/rules", rules.rules, name="settings-rules"),
    path("settings/rules/new", rules.new, name="settings-rule-new"),
    path("settings/rules/<cha:rule_id>", rules.rule, name="settings-rule"),
    path("settings/rules/<cha:rule_id>/switch", rules.switch, name="settings-rule-switch"),
    path("settings/rules/<cha:rule_id>/deletion", rules.deletion, name="settings-rule-deletion"),
    path("settings/replies", replies.replies, name="settings-replies"),
    path("settings/replies/new", replies.new, name="settings-reply-new"),
    path("settings/replies/<cha:reply_id>", replies.reply, name="settings-reply"),
    path("settings/replies/<cha:reply_id>/deletion", replies.deletion, name="settings-reply-deletion"),
]
