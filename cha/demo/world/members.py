"""Who works at Juniper Lane."""

from cha.demo.world.cast import MemberOf

MEMBERS = (
    MemberOf("priya", "Priya Raman", "priya@juniperlane.example", "owner", ("Weddings", "Sympathy"), "PREE-yah",
             "Leads the shop, helps where it is hard", "18:30", ("en", "nl", "fr"), 3),
    MemberOf("tomasz", "Tomasz Zieliński", "tomasz@juniperlane.example", "lead", ("Online", "Shop"), "TOH-mahsh",
             "Shop and deliveries", "18:30", ("en", "nl", "pl", "de"), 2),
    MemberOf("maartje", "Maartje de Wit", "maartje@juniperlane.example", "agent", ("Online", "Weddings"), "MAAR-chuh",
             "Weddings, online", "17:30", ("nl", "en", "fr", "de"), 5),
    MemberOf("ifeoma", "Ifeoma Okafor", "ifeoma@juniperlane.example", "agent", ("Online", "Sympathy"), "ee-FOH-mah",
             "Sympathy, online", "18:30", ("en", "fr", "nl"), 6),
    MemberOf("lotte", "Lotte Baert", "lotte@juniperlane.example", "agent", ("Shop",), "LOT-uh",
             "Shop, learning since May", "18:30", ("nl", "en"), 7),
    MemberOf("rosa", "Rosa Martínez", "rosa@juniperlane.example", "light", (), "",
             "Courier, may be asked", "16:00", ("es", "nl"), 8),
)  # fmt: skip
