"""How people choose in English."""

from __future__ import annotations

from typing import Final

from cha.resolutions.offers.choice_words.lexicon import Lexicon, counted, lines, some

ENGLISH: Final = Lexicon(
    beside=some(
        "the one please pls thanks thank you ok okay yes yeah yep sure i we ll d would like love choose "
        "chose pick take prefer want my our choice answer is it s then lets let us me good great perfect "
        "fine best lovely wonderful that sounds fair works well will be very much so option way number "
        "your"
    ),
    marks=some("option options number nr no. choice way #"),
    ordinals=counted("first 1st", "second 2nd", "third 3rd", "fourth 4th"),
    numbers=counted("", "two", "three", "four"),
    after_mark=counted("one"),
    phrases=lines("""
        go with
        go for
        going with
        going for
        opt for
        went with
        my choice is
        works for me
        works for us
        is fine with me
        is fine with us
        fine by me
        is good for me
        thanks a lot
        thank you so much
        let us do
        lets do
        let s do
        we ll do
        i ll do
        """),
    hello=some("hi hello hey dear good"),
    bye=lines("""
        thanks
        thank you
        many thanks
        thanks a lot
        thank you very much
        thanks very much
        cheers
        regards
        best
        best wishes
        best regards
        kind regards
        warm regards
        all the best
        with kind regards
        yours
        greetings
        love
        """),
    neither=lines("""
        none of these
        none of them
        none of those
        none of the above
        none of the three
        none of the options
        neither of them
        neither of these
        neither of those
        neither
        neither one
        none
        something else
        something different
        i want something else
        i would like something else
        i d like something else
        i would rather have something else
        i d rather have something else
        i want none of these
        i want none of them
        i don t want any of these
        i do not want any of these
        i don t want any of them
        i do not want any of them
        i don t like any of these
        i don t like any of them
        none of these work for me
        none of these works for me
        none of these suits me
        none of these suit me
        not any of these
        """),
    last=some("last final"),
    people=lines("""
        someone
        somebody
        a person
        a human
        a human being
        a real person
        your manager
        a manager
        the manager
        a colleague
        anyone
        anybody
        your boss
        """),
    person=lines("""
        call me
        call me back
        call us
        please call
        ring me
        ring us
        phone me
        give me a call
        give me a ring
        someone call me
        someone ring me
        someone phone me
        can someone call me
        could someone call me
        could someone ring me
        can someone ring me
        can someone phone me
        can you call me
        could you call me
        would you call me
        can you ring me
        could you ring me
        talk to someone
        speak to someone
        speak with someone
        talk with someone
        to talk to someone
        to speak to someone
        to speak with someone
        to talk with someone
        can talk to someone
        can speak to someone
        can speak with someone
        could talk to someone
        could speak to someone
        need to talk to someone
        need to speak to someone
        let me talk to someone
        """),
    when=some(
        "about this it now today tomorrow on at this afternoon morning evening asap instead rather just back number my"
    ),
)
