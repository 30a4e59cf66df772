"""Saved replies: words that fit more than once."""

from cha.demo.world.cast import Reply

REPLIES = (
    Reply(
        "On its way",
        (
            "Dear {first_name}, your flowers left the shop just now and Rosa has them. You hear from me "
            "the moment they are handed over.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "Running late, told first",
        (
            "Dear {first_name}, your flowers will be later than I said, and I am sorry. Tell me if the "
            "new time does not suit you, and we find another way.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "Fresh ones tomorrow",
        (
            "Dear {first_name}, that is not how they should look, and I am sorry. We make them again and "
            "bring them tomorrow. You do not have to send anything back.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "Safe for a cat",
        (
            "Dear {first_name}, olive, rose, orchid and sunflower are safe for a cat. Lilies are not, "
            "not even the pollen: please keep them out of the house.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "Opening hours",
        (
            "Dear {first_name}, we are at Korenmarkt 7 from Monday to Saturday, 8.30 to 18.30, with a "
            "break at noon. On Thursdays we open again until 21.00. Sundays we rest.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "The invoice",
        (
            "Dear {first_name}, here is your invoice. If the address or the VAT number needs to change, "
            "tell me and I send it again.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "Condolences",
        (
            "Dear {first_name}, I am so sorry. Tell me the name, the place and the time, and leave the "
            "rest to us. I read the words on the ribbon back to you before anything is made.\n\n"
            "{me}"
        ),
    ),
    Reply(
        "Condoleances",
        (
            "Beste {first_name}, mijn innige deelneming. Geef me de naam, de plaats en het uur, wij "
            "zorgen voor de rest. Ik lees u de woorden op het lint eerst voor.\n\n"
            "{me}"
        ),
        language="nl",
    ),
    Reply(
        "Onderweg",
        ("Dag {first_name}, uw bloemen zijn zonet vertrokken. U hoort van mij zodra ze zijn afgegeven.\n\n{me}"),
        language="nl",
    ),
    Reply(
        "En route",
        ("Bonjour {first_name}, vos fleurs viennent de partir. Je vous écris dès qu’elles sont remises.\n\n{me}"),
        language="fr",
    ),
    Reply(
        "Unterwegs",
        ("Guten Tag {first_name}, Ihre Blumen sind unterwegs. Ich schreibe Ihnen, sobald sie übergeben sind.\n\n{me}"),
        language="de",
    ),
    Reply(
        "En camino",
        ("Hola, {first_name}: sus flores acaban de salir. Le escribo en cuanto las entreguen.\n\n{me}"),
        language="es",
    ),
    Reply("في الطريق", ("مرحبًا {first_name}، باقتك في الطريق الآن، وسأكتب لك فور تسليمها.\n\n{me}"), language="ar"),
)
