"""Small rules that hold for every answer."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]


def bodiless_head(get_response: Answer) -> Answer:
    """HEAD gets the headers that GET would get, its Content-Length among them, and no body (RFC 9110, 9.3.2)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = str(len(response.content))
            response.content = b""
            response["Content-Length"] = length
        return response

    return answer


class Locale(LocaleMiddleware):
    """Django's, for what people read: documents for machines are the same whatever language is asked for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
