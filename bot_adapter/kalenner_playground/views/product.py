"""What the page is told of the product: who is who in it, and the sample people's faces."""

from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from kalenner.home.sample_faces import face_picture
from kalenner_playground.product import PRODUCT


def state(_context: Any, request: Request) -> Response:
    """Tell what the product knows of the people; nothing where the playground stands alone."""
    find = PRODUCT.find(request.registry)
    if find is None:
        return Response(json_body={"roles": {}, "faces": {}, "pair": [], "page": None})
    return Response(json_body=find(request))


def show_face(_context: Any, request: Request) -> Response:
    """Give the drawn face of a sample person."""
    picture = face_picture(request.matchdict["number"])
    if picture is None:
        return Response("Not found.\n", status=404, content_type="text/plain")
    response = Response(body=picture, content_type="image/png", conditional_response=True)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
