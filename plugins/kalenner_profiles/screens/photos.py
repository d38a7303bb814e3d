"""One photo of the gallery: how it looks, its place among the others, deleting it."""

from pyramid.request import Request

from kalenner.files import StoredPicture
from kalenner.home.pictures import delete_unless_used, files_of
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import Button, Notice, Press, Screen, Style, paragraphs, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner_profiles import _, routes
from kalenner_profiles.content import ContentService
from kalenner_profiles.models import Photo
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.screens.gallery import PER_PAGE


class PhotoContext(ProviderContext):
    """One photo of the professional's gallery, named by the argument ``photo``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        photo = request.dbsession.get(Photo, request.args["photo"])
        if photo is None:
            raise NotAvailable
        self.take(photo.provider_id)
        self.photo: Photo = photo


@screen(routes.profile_photo, context=PhotoContext)
def show(context: PhotoContext, request: Request) -> Screen:
    """Show the photo, and how to move or delete it."""
    photo = context.photo
    place, count = _place(context, request)
    order: Row = (
        Button("◀", routes.profile_photo_earlier(photo=photo.id)),
        Button("▶", routes.profile_photo_later(photo=photo.id)),
    )
    text = _("photo-card") if count > 1 else _("photo-card-alone")
    return Screen(
        request.text(text, number=place + 1, total=count),
        rows=(
            *([order] if count > 1 else []),
            (
                Button(
                    request.label(_("button-delete")),
                    routes.profile_photo_delete(photo=photo.id),
                    Style.DANGER,
                ),
            ),
        ),
        picture=_picture(request, photo),
        back=_page(place),
    )


@screen(routes.profile_photo_earlier, context=PhotoContext)
def move_earlier(context: PhotoContext, request: Request) -> Screen:
    """Move the photo one place towards the beginning; the first becomes the last."""
    return _moved(context, request, -1)


@screen(routes.profile_photo_later, context=PhotoContext)
def move_later(context: PhotoContext, request: Request) -> Screen:
    """Move the photo one place towards the end; the last becomes the first."""
    return _moved(context, request, 1)


@screen(routes.profile_photo_delete, context=PhotoContext)
def ask_delete(context: PhotoContext, request: Request) -> Screen:
    """Ask before the photo is deleted."""
    back = routes.profile_photo(photo=context.photo.id)
    yes = routes.profile_photo_delete_now(photo=context.photo.id)
    is_online = request.find_service(PublicationService).find(context.provider.id) is not None
    return Screen(
        paragraphs(
            request.text(_("photo-delete-question")),
            request.text(_("photo-delete-online")) if is_online else None,
        ),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, back)),
        picture=_picture(request, context.photo),
        back=back,
    )


@screen(routes.profile_photo_delete_now, context=PhotoContext)
def delete(context: PhotoContext, request: Request) -> Screen:
    """Delete the photo; its files go too, unless the page that is published shows them."""
    back = _page(_place(context, request)[0])
    picture = request.find_service(ContentService).remove_photo(context.photo)
    delete_unless_used(request, context.provider, picture.keys())
    return request.show(back, notice=Notice(request.label(_("photo-deleted"))))


def _moved(context: PhotoContext, request: Request, steps: int) -> Screen:
    request.find_service(ContentService).move_photo(context.photo, steps)
    return request.show(routes.profile_photo(photo=context.photo.id))


def _place(context: PhotoContext, request: Request) -> tuple[int, int]:
    """Return the photo's place, from 0, and how many there are."""
    photos = request.find_service(ContentService).list_photos(context.provider.id)
    return photos.index(context.photo), len(photos)


def _page(place: int) -> Press:
    return routes.profile_gallery_page(page=place // PER_PAGE)


def _picture(request: Request, photo: Photo) -> bytes | None:
    return files_of(request).find(StoredPicture.from_json(photo.picture).fallbacks[-1].key)
