"""The professional says whether a service is a package."""

from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.route import Press
from kalenner.screens import Button, Screen, paragraphs, saved, screen, show
from kalenner_payment_links import _, routes
from kalenner_payment_links.services import ServicePaymentService
from kalenner_scheduling.api import ServiceContext, services_edit

CHOSEN = "✔"


def package_label(request: Request, *, is_package: bool) -> str:
    """Return the button of the edit screen, with the present value."""
    value = request.label(_("button-package") if is_package else _("button-not-package"))
    label: str = request.label(_("button-is-package"), value=value)
    return label


@screen(routes.package, context=ServiceContext)
def show_package(context: ServiceContext, request: Request) -> Screen:
    """Show whether a service is a package, and what that means for its parts."""
    service = context.service
    payment = request.find_service(ServicePaymentService).find(service.id)
    is_package = payment is not None and payment.is_package
    has_link = payment is not None and payment.url is not None

    def choice(label: TranslationString, press: Press, *, is_chosen: bool) -> Button:
        text = request.label(label)
        return Button(f"{CHOSEN} {text}" if is_chosen else text, press)

    return Screen(
        paragraphs(
            request.text(_("package-title"), service=service.name),
            request.text(_("package-hint")),
            request.text(_("package-parts-hint")),
            request.text(_("package-without-link")) if is_package and not has_link else None,
        ),
        rows=(
            (
                choice(_("button-package"), routes.package_yes(service=service.id), is_chosen=is_package),
                choice(
                    _("button-not-package"), routes.package_no(service=service.id), is_chosen=not is_package
                ),
            ),
        ),
        back=services_edit(service=service.id),
    )


@screen(routes.package_yes, context=ServiceContext)
def make_package(context: ServiceContext, request: Request) -> Screen:
    """Make a service a package."""
    return _changed(context, request, is_package=True)


@screen(routes.package_no, context=ServiceContext)
def make_single(context: ServiceContext, request: Request) -> Screen:
    """Let a service be booked itself."""
    return _changed(context, request, is_package=False)


def _changed(context: ServiceContext, request: Request, *, is_package: bool) -> Screen:
    request.find_service(ServicePaymentService).make_package(context.service, is_package=is_package)
    return show(request, routes.package(service=context.service.id), notice=saved(request))
