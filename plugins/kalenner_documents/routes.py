"""The screens of documents, by name, path and arguments."""

from kalenner.file_use import FileUse
from kalenner.route import route


# The professional's documents for all clients.
@route("documents.list", "/documents", accepts_files=FileUse.PRIVATE_ALBUM)
def documents() -> None: ...


@route("documents.page", "/documents/page/{page}", accepts_files=FileUse.PRIVATE_ALBUM)
def page(*, page: int) -> None: ...


@route("documents.upload", "/documents/upload")
def upload() -> None: ...


@route("documents.browser", "/documents/browser")
def browser() -> None: ...


@route("documents.requirement", "/documents/requirement")
def requirement() -> None: ...


# One of them.
@route("documents.card", "/document/{document}")
def card(*, document: int) -> None: ...


@route("documents.download", "/document/{document}/download")
def download(*, document: int) -> None: ...


@route("documents.rename", "/document/{document}/rename")
def rename(*, document: int) -> None: ...


@route("documents.replace", "/document/{document}/replace")
def replace(*, document: int) -> None: ...


@route("documents.needed", "/document/{document}/needed")
def needed(*, document: int) -> None: ...


@route("documents.renewal", "/document/{document}/renewal")
def renewal(*, document: int) -> None: ...


@route("documents.services", "/document/{document}/services/{page}")
def services(*, document: int, page: int) -> None: ...


@route("documents.limit", "/document/{document}/services/{page}/{service}/{choice}", effect=True)
def limit(*, document: int, page: int, service: int, choice: int) -> None: ...


@route("documents.delete", "/document/{document}/delete")
def delete(*, document: int) -> None: ...


@route("documents.delete_now", "/document/{document}/delete/now", effect=True)
def delete_now(*, document: int) -> None: ...


@route("documents.answers", "/document/{document}/answers/{page}")
def answers(*, document: int, page: int) -> None: ...


@route("documents.ask", "/document/{document}/ask")
def ask(*, document: int) -> None: ...


@route("documents.ask_now", "/document/{document}/ask/now", effect=True)
def ask_now(*, document: int) -> None: ...


# What a client reads.
@route("documents.reader", "/specialists/{provider}/documents/{page}")
def reader(*, provider: int, page: int) -> None: ...


@route("documents.read", "/document/{document}/read")
def read(*, document: int) -> None: ...


@route("documents.fetch", "/document/{document}/fetch")
def fetch(*, document: int) -> None: ...


@route("documents.agree", "/document/{document}/{version}/agree", effect=True)
def agree(*, document: int, version: int) -> None: ...


@route("documents.decline", "/document/{document}/{version}/decline", effect=True)
def decline(*, document: int, version: int) -> None: ...


@route("documents.withdraw", "/document/{document}/{version}/withdraw", effect=True)
def withdraw(*, document: int, version: int) -> None: ...


# What one client has said.
@route("documents.status", "/clients/{client}/consents/{page}")
def status(*, client: int, page: int) -> None: ...


@route("documents.history", "/clients/{client}/consents/history/{page}")
def history(*, client: int, page: int) -> None: ...


@route("documents.own_history", "/specialists/{provider}/consents/{page}")
def own_history(*, provider: int, page: int) -> None: ...


@route("documents.receipt", "/consents/{position}/receipt")
def receipt(*, position: int) -> None: ...


@route("documents.own_receipt", "/specialists/{provider}/consents/{position}/receipt")
def own_receipt(*, provider: int, position: int) -> None: ...


@route("documents.remind", "/clients/{client}/consents/remind", effect=True)
def remind(*, client: int) -> None: ...


# What the two sides exchange in private.
@route("documents.exchange", "/clients/{client}/documents/{page}", accepts_files=FileUse.PRIVATE_ALBUM)
def exchange(*, client: int, page: int) -> None: ...


@route("documents.exchange_upload", "/clients/{client}/documents/upload")
def exchange_upload(*, client: int) -> None: ...


@route("documents.exchange_browser", "/clients/{client}/documents/browser")
def exchange_browser(*, client: int) -> None: ...


@route("documents.private_browser", "/specialists/{provider}/private/browser")
def private_browser(*, provider: int) -> None: ...


@route("documents.private", "/specialists/{provider}/private/{page}", accepts_files=FileUse.PRIVATE_ALBUM)
def private(*, provider: int, page: int) -> None: ...


@route("documents.private_upload", "/specialists/{provider}/private/upload")
def private_upload(*, provider: int) -> None: ...


@route("documents.file", "/exchanged/{file}")
def file(*, file: int) -> None: ...


@route("documents.file_download", "/exchanged/{file}/download")
def file_download(*, file: int) -> None: ...


@route("documents.file_delete", "/exchanged/{file}/delete")
def file_delete(*, file: int) -> None: ...


@route("documents.file_delete_now", "/exchanged/{file}/delete/now", effect=True)
def file_delete_now(*, file: int) -> None: ...


# Messages.
@route("documents.refused", "/refused/{waiting}")
def refused(*, waiting: int) -> None: ...


@route("documents.consented", "/consents/{position}")
def consented(*, position: int) -> None: ...


@route("documents.please_read", "/document/{document}/please")
def please_read(*, document: int) -> None: ...


@route("documents.ended", "/document/{document}/ended")
def ended(*, document: int) -> None: ...


@route("documents.reminded", "/specialists/{provider}/reminder")
def reminded(*, provider: int) -> None: ...
