"""Where connectors post to. A post is answered with 200 only when it is kept; else it comes again."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cha.core.errors import ChaError, Invalid, NotFound, TooLarge, TooMany
from cha.core.limits import within
from cha.resolutions.carrying.settling import receive_post
from cha.resolutions.connectors.base import NotTheirs
from cha.resolutions.models import Connector

# Posts of a connector in an hour, and posts from one machine in an hour that are not signed; bytes of one.
MOST: Final = 20_000
MOST_REFUSED: Final = 60
LARGEST: Final = 256 * 1024
# What signs a post; nothing else of its headers is kept.
SIGNS: Final = ("stripe-signature", "x-mollie-signature", "cha-signature")


@csrf_exempt
@require_POST
def post(request: HttpRequest, connector_id: int) -> HttpResponse:
    """One post of a house, about what became of something."""
    try:
        _take(request, connector_id)
    except ChaError as error:
        return HttpResponse(error.sentence, status=error.status, content_type="text/plain; charset=utf-8")
    return HttpResponse("kept\n", content_type="text/plain")


def _take(request: HttpRequest, connector_id: int) -> None:
    connector = Connector.objects.filter(pk=connector_id).first()
    if connector is None:
        raise NotFound(_("Nobody is expected to post here."))
    if not within("connector", connector.pk, MOST):
        raise TooMany(_("Too much at once. Please try again in an hour."))
    try:
        receive_post(
            connector, _body(request), {name: request.headers[name] for name in SIGNS if name in request.headers}
        )
    except NotTheirs:
        if not within("connector-refused", request.META.get("REMOTE_ADDR", ""), MOST_REFUSED):
            raise TooMany(_("Too many posts from there were not signed. Please wait an hour.")) from None
        raise


def _body(request: HttpRequest) -> bytes:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge(_("This is more than is taken in."))
        raw = request.body
    except RequestDataTooBig as error:
        raise TooLarge(_("This is more than is taken in.")) from error
    except RawPostDataException as error:
        raise Invalid(_("A post is JSON, or the one field of a form.")) from error
    return raw
