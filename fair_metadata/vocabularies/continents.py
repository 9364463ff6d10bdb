"""The continent of each country of the list, so that what is in Denmark is in Europe; `build` writes it."""

from collections.abc import Mapping

# Countries that reach into two continents, or are counted with either, stand in both.
_COUNTRIES: Mapping[str, str] = {
    "AFRICA": (
        "AFI AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DHY DJI DZA EGY ERI ESH ETH GAB GHA GIN GMB GNB "
        "GNQ HVO KEN LBR LBY LSO MAR MDG MLI MOZ MRT MUS MWI MYT NAM NER NGA REU RHO RWA SDN SEN SHN SLE SOM "
        "SSD STP SWZ SYC TCD TGO TUN TZA UGA XBA XBI XIC XLF XNY XSL ZAF ZAR ZMB ZWE"
    ),
    "AMERICA": (
        "ABW AIA ANT ARG ATG BES BHS BLM BLZ BMU BOL BRA BRB CAN CHL COL CRI CUB CUW CYM DMA DOM ECU FLK GLP "
        "GRD GRL GTM GUF GUY HND HTI JAM KNA LCA MAF MEX MSR MTQ NIC PAN PCZ PER PRI PRY SLV SPM SUR SXM TCA "
        "TTO URY USA VCT VEN VGB VIR"
    ),
    "ANTARCTICA": ("ATA ATB ATF ATN BVT HMD SGS"),
    "ASIA": (
        "AFG ARE ARM AZE BGD BHR BRN BTN BUR CHN CYP GEO HKG IDN IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR KWT "
        "LAO LBN LKA MAC MDV MMR MNG MYS NPL OMN PAK PHL PRK PSE QAT RUS SAU SGP SKM SUN SYR THA TJK TKM TLS "
        "TMP TUR TWN UZB VDR VNM XGS XKA XKM YEM YMD"
    ),
    "EUROPE": (
        "ALA ALB AND ARM AUT AZE BEL BGR BIH BLR BYS CHE CRQ CSK CYP CZE DDR DEU DNK ESP EST EUR FIN FRA FRO "
        "FXX GBR GEO GGY GIB GRC HRV HUN IMN IRL ISL ITA JEY LIE LTU LUX LVA MCO MDA MKD MLT MNE NLD NOR POL "
        "PRT ROU RUS SCG SJM SMR SRB SUN SVK SVN SWE TUR UKR VAT XAD XBH XCI XEU XIC XIH XKX XLI XMA XPA XPM "
        "XXI YUG"
    ),
    "OCEANIA": (
        "ASM AUS CCK COK CTE CXR FJI FSM GEL GUM JTN KIR MHL MID MNP NCL NFK NHB NIU NRU NZL PCI PCN PLW PNG "
        "PUS PYF SLB TKL TON TUV UMI VUT WAK WLF WSM XME XWS"
    ),
}


def continents(country: str) -> tuple[str, ...]:
    """The codes of the continents that a country is in; none for seas and disputed islands."""
    return tuple(code for code, countries in _COUNTRIES.items() if country in countries.split())
