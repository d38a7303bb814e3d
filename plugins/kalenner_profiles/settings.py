"""Settings of published pages: where their files are written, and at which address people see them."""

from kalenner.settings import group, setting, url_of, whole_number
from kalenner.storage.locations import is_bucket, store_url

A_DAY = 86_400


@group("pages")
class PagesSettings:
    """Where profile pages are published."""

    target: str = setting(
        "",
        store_url,
        "file:///folder or s3://bucket/prefix",
        "Empty: the folder pages in the data folder, served by the web process.",
    )
    s3_endpoint: str = setting(
        "", url_of("http", "https"), "an http or https URL", "Empty: Amazon's; else of another S3 service."
    )
    public_url: str = setting(
        "",
        url_of("http", "https"),
        "an http or https URL",
        "The address of the pages where another host serves them; empty: web.public_url.",
    )
    max_age: int = setting(
        300,
        whole_number(0, A_DAY),
        "seconds from 0 to 86400",
        "How long browsers and CDNs keep a page unasked.",
    )

    @property
    def is_bucket(self) -> bool:
        """Whether pages go to a bucket, which others show."""
        return is_bucket(self.target)
