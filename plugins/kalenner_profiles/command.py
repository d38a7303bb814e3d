"""``kalenner pages``: which pages are online, and writing them again after a change of theme or release."""

from argparse import ArgumentParser, Namespace

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select

from kalenner_profiles import page_writer
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.publications import Publication, Slug
from kalenner_profiles.targets import target_of

DONE, MISTAKE = 0, 2


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("status", help="list the pages online, and what is left to write")
    publish = actions.add_parser("publish", help="render what was published again, and write it")
    publish.add_argument("slug", nargs="*", help="names of pages; without any, all of them")


def run(request: Request, options: Namespace) -> int:
    """Do what was asked; return 0, or 2 where a page that was named is not online."""
    return _status(request) if options.action == "status" else _publish(request, options.slug)


def _status(request: Request) -> int:
    query = (
        select(Slug.name, Publication)
        .join(Publication, Publication.provider_id == Slug.provider_id)
        .where(Publication.is_online, Slug.left_at.is_(None))
        .order_by(Slug.name)
    )
    print(f"target: {target_of(request.registry).name}")  # noqa: T201 -- what a command says
    for name, page in request.dbsession.execute(query):
        state = "written"
        if page.is_due:
            state = f"due, tried {page.tries} times" if page.tries else "due"
        print(f"{name}  theme {page.theme}  published {page.published_at:%Y-%m-%d %H:%M} UTC  {state}")  # noqa: T201
    return DONE


def _publish(request: Request, slugs: list[str]) -> int:
    chosen = request.find_service(PublicationService).refresh_all(slugs)
    missing = sorted(set(slugs) - set(chosen))
    if missing:
        print(f"slug: expected names of pages that are online, not {', '.join(missing)}")  # noqa: T201
        return MISTAKE
    app = Router(request.registry)

    def write(is_committed: bool) -> None:  # noqa: FBT001 -- the transaction calls it so
        if is_committed:
            written = page_writer.write_due(app)
            print(f"{written} of {len(chosen)} pages written to {target_of(request.registry).name}")  # noqa: T201

    request.tm.get().addAfterCommitHook(write)
    return DONE
