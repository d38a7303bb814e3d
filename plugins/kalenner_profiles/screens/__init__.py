"""The professional's screens of the profile page."""

from pyramid.config import Configurator

from kalenner.people.policy import ProfessionalContext


def includeme(config: Configurator) -> None:
    """Register the screens."""
    _add_texts(config)
    _add_gallery(config)
    _add_publishing(config)


def _add_texts(config: Configurator) -> None:
    from kalenner_profiles.screens import about, contact, profile

    mine = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(profile.show_profile, name="profile", path="/profile", **mine)

    config.add_screen(about.show, name="profile.about", path="/profile/about", **mine)
    config.add_screen(
        about.change, name="profile.about_change", path="/profile/about/change", form=about.form, **mine
    )
    config.add_screen(
        about.remove, name="profile.about_remove", path="/profile/about/remove", effect=True, **mine
    )

    config.add_screen(contact.show, name="profile.contact", path="/profile/contact", **mine)
    one = {"permission": "use", "factory": contact.FieldContext, "args": {"field": int}}
    path = "/profile/contact/{field}"
    config.add_screen(contact.change, name="profile.contact_change", path=path, form=contact.form, **one)
    config.add_screen(
        contact.remove, name="profile.contact_remove", path=f"{path}/remove", effect=True, **one
    )


def _add_gallery(config: Configurator) -> None:
    from kalenner_profiles.screens import gallery, photos

    mine = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(gallery.show, name="profile.gallery", path="/profile/gallery", **mine)
    config.add_screen(
        gallery.show,
        name="profile.gallery_page",
        path="/profile/gallery/page/{page}",
        args={"page": int},
        **mine,
    )
    config.add_screen(
        gallery.add, name="profile.photos_add", path="/profile/gallery/add", form=gallery.add_form, **mine
    )

    one = {"permission": "use", "factory": photos.PhotoContext, "args": {"photo": int}}
    path = "/profile/photos/{photo}"
    config.add_screen(photos.show, name="profile.photo", path=path, **one)
    config.add_screen(
        photos.move_earlier, name="profile.photo_earlier", path=f"{path}/earlier", effect=True, **one
    )
    config.add_screen(photos.move_later, name="profile.photo_later", path=f"{path}/later", effect=True, **one)
    config.add_screen(photos.ask_delete, name="profile.photo_delete", path=f"{path}/delete", **one)
    config.add_screen(
        photos.delete,
        name="profile.photo_delete_now",
        path=f"{path}/delete/now",
        effect=True,
        step=True,
        **one,
    )


def _add_publishing(config: Configurator) -> None:
    from kalenner_profiles.screens import publishing, slug

    mine = {"permission": "use", "factory": ProfessionalContext}
    path = "/profile/page"
    config.add_screen(
        publishing.publish, name="profile.publish", path="/profile/publish", effect=True, **mine
    )
    config.add_screen(
        slug.change, name="profile.address", path="/profile/address", form=slug.address_form, **mine
    )

    online = {**mine, "factory": publishing.PageContext}
    config.add_screen(publishing.show, name="profile.page", path=path, **online)
    config.add_screen(publishing.send_card, name="profile.card", path=f"{path}/card", **online)
    config.add_screen(publishing.ask_unpublish, name="profile.unpublish", path=f"{path}/unpublish", **online)
    config.add_screen(
        publishing.unpublish,
        name="profile.unpublish_now",
        path=f"{path}/unpublish/now",
        effect=True,
        step=True,
        **online,
    )
