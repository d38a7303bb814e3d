"""The domains of maps that have one for many countries.

Whether a name below a country's domain is the map's cannot be told from the name: others could hold it.
"""

_GOOGLE = """
com ad ae com.af com.ag al am co.ao com.ar as at com.au az ba com.bd be bf bg com.bh bi bj com.bn com.bo
com.br bs bt co.bw by com.bz ca cat cd cg ch ci co.ck cl cm cn com.co co.cr com.cu cv com.cy cz de dj dk dm
com.do dz com.ec ee com.eg es com.et fi com.fj fm fr ge gg com.gh com.gi gl gm gr com.gt gy com.hk hn hr ht
hu co.id ie co.il im co.in iq is it je com.jm jo co.jp co.ke kg com.kh ki co.kr com.kw kz la com.lb li lk
co.ls lt lu lv com.ly co.ma md me mg mk com.mm mn com.mt mu mv mw com.mx com.my co.mz com.na ne com.ng
com.ni nl no com.np nr nu co.nz com.om com.pa com.pe com.pg com.ph com.pk pl pn com.pr ps pt com.py com.qa
ro rs ru rw com.sa com.sb sc se com.sg sh si sk com.sl sm sn so sr st com.sv td tg co.th com.tj tl tm tn to
com.tr tt com.tw co.tz com.ua co.ug co.uk com.uy co.uz com.vc co.ve co.vi com.vn vu ws co.za co.zm co.zw
"""
_YANDEX = "com ru by kz uz az co.il com.am com.ge com.tr ee fr kg lt lv md tj tm"

GOOGLE = tuple(f"google.{ending}" for ending in _GOOGLE.split())
"""As www.google.com/supported_domains lists them, without .cf, .ga and .ml, whose names anybody could get."""
YANDEX = tuple(f"yandex.{ending}" for ending in _YANDEX.split())
"""As Yandex lists them for its counter."""
