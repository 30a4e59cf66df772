from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import deliveries, failures, mailboxes, payloads, shop_tries, tasks

urlpatterns: list[URLPattern] = [
    path("failures", failures.index, name="failures"),
    path("failures/deliveries/<cha:delivery_id>/tries", deliveries.tries, name="delivery-tries"),
    path("failures/deliveries/<cha:delivery_id>/dropping", deliveries.dropping, name="delivery-dropping"),
    path("failures/shops/<cha:source_id>/tries", shop_tries.tries, name="shop-tries"),
    path("failures/mailboxes/<cha:mailbox_id>/tries", mailboxes.tries, name="mailbox-tries"),
    path("failures/payloads/<cha:payload_id>/readings", payloads.readings, name="payload-readings"),
    path("failures/payloads/<cha:payload_id>/dismissal", payloads.dismissal, name="payload-dismissal"),
    path("failures/payloads/<cha:payload_id>/raw.eml", payloads.raw, name="payload-raw"),
    path("failures/tasks/<cha:task_id>/runs", tasks.runs, name="task-runs"),
    path("failures/tasks/<cha:task_id>/dropping", tasks.dropping, name="task-dropping"),
]
