"""Files that people send: spooled to a file without a name, which is gone with the process, and never over a size.

A small count of persons in an upload must not stay on a disk when the process is killed in the middle.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from catalog.pages.asking import refuse_unkeepable

View = Callable[..., HttpResponseBase]


class Nameless(FileUploadHandler):
    """A file in a place that has no name. What is larger than the limit is passed over, and `is_too_large` says so.

    `setting` is the name of the limit.
    """

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest, setting: str) -> None:
        super().__init__(request)
        self.limit: int = getattr(settings, setting)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.body = TemporaryFile()  # noqa: SIM115 - the request closes it
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > self.limit:
            self.body.close()
            assert self.request is not None
            self.request.is_too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        self.body.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.body.seek(0)
        return UploadedFile(self.body, self.file_name, self.content_type, file_size, self.charset)


def with_uploads(view: View) -> View:
    """A view that takes files for an import so."""
    return uploads_up_to("IMPORT_BYTES_LIMIT")(view)


def uploads_up_to(setting: str) -> Callable[[View], View]:
    """A view that takes files so, up to the limit of this name; its forms are protected as all are, once it is known
    where files go.
    """

    def limited(view: View) -> View:

        @csrf_protect
        @wraps(view)
        def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refuse_unkeepable(request)
            return view(request, *args, **kwargs)

        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.upload_handlers = [Nameless(request, setting)]  # type: ignore[attr-defined]
            return protected(request, *args, **kwargs)

        return answer

    return limited


def way_of(request: HttpRequest, ways: Sequence[str]) -> str:
    """By which of these ways a form brings something (`file`, or a field): by that of the button that was pressed, if
    there is something in it, else by the first that was filled in; "" by none.
    """
    given = {name: bool(request.POST.get(name, "").strip()) for name in ways} | {"file": bool(request.FILES)}
    pressed = request.POST.get("way", "")
    return pressed if pressed in ways and given[pressed] else next((name for name in ways if given[name]), "")
