"""What was promised to them, from their side: "No need any more", and "I do need it" after all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.core.errors import NotFound, TooMany
from cha.core.ids import encode
from cha.portal.doors import Door, private
from cha.portal.views.conversation import conversation_page, count_one
from cha.promises.models import Promise, release_promise
from cha.promises.models.reopening import reopen_promise


@require_POST
@private
def no_need(request: HttpRequest, door: Door, promise_id: int) -> HttpResponse:
    """They need it no more; with `again`, they do. What is settled otherwise stays so, however often it is sent."""
    promise = Promise.objects.filter(pk=promise_id, conversation=door.conversation).first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    try:
        count_one(door)
    except TooMany as error:
        return conversation_page(request, door, error=error.sentence, field="promise", status=error.status)
    if "again" in request.POST:
        reopen_promise(promise, by=door.person)
        return door.go("private-page", "#promised")
    release_promise(promise, by=door.person)
    return door.go("private-page", f"?unneeded={encode(promise.pk)}#promised")
