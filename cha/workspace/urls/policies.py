"""Who may decide what."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import policy_reading
from cha.workspace.views import settings_policy as policy

HERE = "settings/policy"

urlpatterns: list[URLPattern] = [
    path("policy", policy_reading.policy, name="policy"),
    path(HERE, policy.policy, name="settings-policy"),
    path(f"{HERE}/draft", policy.draft, name="settings-policy-draft"),
    path(f"{HERE}/live", policy.live, name="settings-policy-live"),
    path(f"{HERE}/undo", policy.undo, name="settings-policy-undo"),
    path(f"{HERE}/beginning", policy.begin, name="settings-policy-begin"),
    path(f"{HERE}/trial", policy.trial, name="settings-policy-trial"),
    path(f"{HERE}/unlocks", policy.unlocks, name="settings-policy-unlocks"),
    path(f"{HERE}/versions", policy.versions, name="settings-policy-versions"),
    path(f"{HERE}/versions/<int:number>", policy.return_to, name="settings-policy-back"),
    path(f"{HERE}/lines/new", policy.rule, name="settings-policy-new"),
    path(f"{HERE}/lines/<slug:rule_key>", policy.rule, name="settings-policy-rule"),
    path(f"{HERE}/lines/<slug:rule_key>/removal", policy.removal, name="settings-policy-removal"),
]
