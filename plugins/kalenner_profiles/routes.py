"""The screens of profiles, by name, path and arguments."""

from kalenner.file_use import FileUse
from kalenner.route import route


@route("profile", "/profile")
def profile() -> None: ...


@route("profile.about", "/profile/about")
def profile_about() -> None: ...


@route("profile.about_change", "/profile/about/change")
def profile_about_change() -> None: ...


@route("profile.about_remove", "/profile/about/remove", effect=True)
def profile_about_remove() -> None: ...


@route("profile.line", "/profile/line")
def profile_line() -> None: ...


@route("profile.line_change", "/profile/line/change")
def profile_line_change() -> None: ...


@route("profile.line_remove", "/profile/line/remove", effect=True)
def profile_line_remove() -> None: ...


@route("profile.hours_show", "/profile/hours/show", effect=True)
def profile_hours_show() -> None: ...


@route("profile.hours_hide", "/profile/hours/hide", effect=True)
def profile_hours_hide() -> None: ...


@route("profile.contact", "/profile/contact")
def profile_contact() -> None: ...


@route("profile.contact_change", "/profile/contact/{field}")
def profile_contact_change(*, field: int) -> None: ...


@route("profile.contact_remove", "/profile/contact/{field}/remove", effect=True)
def profile_contact_remove(*, field: int) -> None: ...


@route("profile.gallery", "/profile/gallery", accepts_files=FileUse.PICTURE)
def profile_gallery() -> None: ...


@route("profile.gallery_page", "/profile/gallery/page/{page}", accepts_files=FileUse.PICTURE)
def profile_gallery_page(*, page: int) -> None: ...


@route("profile.photos_add", "/profile/gallery/add")
def profile_photos_add() -> None: ...


@route("profile.photo", "/profile/photos/{photo}")
def profile_photo(*, photo: int) -> None: ...


@route("profile.photo_earlier", "/profile/photos/{photo}/earlier", effect=True)
def profile_photo_earlier(*, photo: int) -> None: ...


@route("profile.photo_later", "/profile/photos/{photo}/later", effect=True)
def profile_photo_later(*, photo: int) -> None: ...


@route("profile.photo_delete", "/profile/photos/{photo}/delete")
def profile_photo_delete(*, photo: int) -> None: ...


@route("profile.photo_delete_now", "/profile/photos/{photo}/delete/now", effect=True, step=True)
def profile_photo_delete_now(*, photo: int) -> None: ...


@route("profile.publish", "/profile/publish", effect=True)
def profile_publish() -> None: ...


@route("profile.address", "/profile/address")
def profile_address() -> None: ...


@route("profile.page", "/profile/page")
def profile_page() -> None: ...


@route("profile.outcome", "/profile/page/outcome")
def profile_outcome() -> None: ...


@route("profile.card", "/profile/page/card")
def profile_card() -> None: ...


@route("profile.card_as", "/profile/page/card/{format}")
def profile_card_as(*, format: int) -> None: ...


@route("profile.unpublish", "/profile/page/unpublish")
def profile_unpublish() -> None: ...


@route("profile.unpublish_now", "/profile/page/unpublish/now", effect=True, step=True)
def profile_unpublish_now() -> None: ...
