"""The photo gallery: all photos at a glance, numbered as their buttons, and adding to them."""

import colander
from pyramid.request import Request

from kalenner.files import StoredPicture
from kalenner.home.pictures import discard, files_of, take_picture
from kalenner.home.setup import setup_row
from kalenner.people.policy import ProviderContext
from kalenner.screens import (
    DONE,
    AnswerRefused,
    Ask,
    Button,
    Screen,
    answer_form,
    form_of,
    in_rows,
    keep_asking,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import PictureFile
from kalenner.screens.widgets import page_of, pager
from kalenner_profiles import _, routes
from kalenner_profiles.contact_sheets import contact_sheet
from kalenner_profiles.content import MOST_PHOTOS, ContentService, GalleryFull

PER_ROW = 4
PER_PAGE = 2 * PER_ROW


def receive_photo(context: ProviderContext, request: Request) -> Screen:
    """Add a photo that is sent in front of the gallery, and wait for the next."""
    del context
    return answer_form(request, routes.profile_photos_add())


@screen(routes.profile_gallery, context=ProviderContext, receive=receive_photo)
@screen(routes.profile_gallery_page, context=ProviderContext, receive=receive_photo)
def show(context: ProviderContext, request: Request) -> Screen:
    """Show a page of the gallery as one picture of numbered photos, with a button for each."""
    photos = request.find_service(ContentService).list_photos(context.provider.id)
    page_photos, page, pages = page_of(photos, request.args.get("page", 0), PER_PAGE)
    first = page * PER_PAGE + 1
    buttons = [
        Button(str(first + place), routes.profile_photo(photo=photo.id))
        for place, photo in enumerate(page_photos)
    ]
    rows = [
        *in_rows(buttons, PER_ROW),
        *pager(page, pages, lambda number: routes.profile_gallery_page(page=number)),
    ]
    if len(photos) < MOST_PHOTOS:
        rows.append((Button(request.label(_("button-add-photos")), routes.profile_photos_add()),))
    heading = request.text(_("gallery-heading"), count=len(photos), most=MOST_PHOTOS)
    keys = [StoredPicture.from_json(photo.picture).fallbacks[0].key for photo in page_photos]
    thumbnails = [files_of(request).find(key) for key in keys]
    return Screen(
        heading if photos else request.text(_("gallery-empty"), most=MOST_PHOTOS),
        rows=(*rows, *setup_row(request)),
        picture=contact_sheet(thumbnails, first=first, per_row=PER_ROW) if thumbnails else None,
        back=routes.profile(),
    )


def add_form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for photos, one after the other or in albums, until Done is pressed."""
    count = request.find_service(ContentService).count_photos(context.provider.id)
    prompt = _("ask-photos") if count < MOST_PHOTOS else _("photos-full")
    return form_of(
        question("photo", PictureFile(), Ask(prompt, values={"have": count, "most": MOST_PHOTOS}, leave=DONE))
    )


@screen(routes.profile_photos_add, context=ProviderContext, form=add_form)
def add(context: ProviderContext, request: Request) -> Screen:
    """Put one photo at the end of the gallery, and wait for the next."""
    content, upload = request.find_service(ContentService), request.values["photo"]
    if content.count_photos(context.provider.id) >= MOST_PHOTOS:
        discard(request, upload)
        raise AnswerRefused("photo", _("gallery-full"), most=MOST_PHOTOS)
    picture = take_picture(request, "photo", upload)
    try:
        content.add_photo(context.provider, picture)
    except GalleryFull as error:  # another one was added meanwhile
        files_of(request).delete(picture.keys())
        raise AnswerRefused("photo", _("gallery-full"), most=MOST_PHOTOS) from error
    return keep_asking(request, saved(request))
