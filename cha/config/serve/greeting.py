"""What `cha serve` prints when it is ready: where to look, how to get in, how to send a first mail."""

from __future__ import annotations

from django.db import connection

from cha.channels.models import Channel
from cha.config.options import Options
from cha.config.serve.front import Parts
from cha.team.first_run import first_run_link
from cha.team.models import Member
from cha.team.models.sign_in_link import make_sign_in_link

# With the time in it: the same mail twice is one message, and would not be seen a second time.
FIRST_MAIL = (
    r'printf "Subject: Hello\n\nA question at $(date +%T).\n" | '
    "curl -sS {server} --mail-from you@example.org --mail-rcpt {to} -T -"
)


def greeting(options: Options, parts: Parts) -> str:
    """The lines. Makes a sign-in link for the first member who may change everything."""
    lines = [f"Cha is here: {options.public_url}"] if parts.http else ["Cha is running."]
    try:
        if parts.pages and parts.worker:
            lines += sign_in(options)
        if parts.smtp:
            lines += mail(options)
    finally:
        connection.close()
    lines.append(f"  Data        {options.data if options.sqlite else 'PostgreSQL, and ' + str(options.data)}")
    return "\n".join(lines)


def sign_in(options: Options) -> list[str]:
    """A link that signs the owner in once; before there is one, the first page asks who that is.

    In the demo, one for an agent too.
    """
    owner = Member.objects.filter(role="owner", is_active=True).order_by("pk").first()
    if owner is None:
        return [f"  First run   {first_run_link()}", "              (name the business; whoever has this link may)"]
    if options.demo and (agent := Member.objects.filter(email=demo_agent(), is_active=True).first()):
        return [
            f"  Sign in     as {f'{agent.first_name}, who answers':<22} {options.public_url}{make_sign_in_link(agent)}",
            f"              as {f'{owner.first_name}, the owner':<22} {options.public_url}{make_sign_in_link(owner)}",
            "              (each works once, within the hour)",
            f"  Customers   {options.public_url}/mailbox   what they received; answer as one of them",
        ]
    return [f"  Sign in     {options.public_url}{make_sign_in_link(owner)}", "              (once, within the hour)"]


def demo_agent() -> str:
    """The address of the demo's member who answers."""
    from cha.demo.world import WORLD

    return WORLD.member(WORLD.signs_in).email


def mail(options: Options) -> list[str]:
    """Where mail is taken, and a line that sends one."""
    server = f"smtp://{options.mail_host}:{options.mail_port}"
    to = Channel.objects.filter(medium="email", active=True).values_list("address", flat=True).first()
    lines = [f"  Mail        {server}" + (f", for {to}" if to else "; no channel takes mail yet")]
    if to:
        lines.append(f"  First mail  {FIRST_MAIL.format(server=server, to=to)}")
    if options.catches_mail:
        lines.append("  Sent mail   stays on this machine, in the mailbox of the demo")
    elif not options.relay:
        lines.append("  Relay       none is set: answers wait, visibly (--relay smtp://host:port)")
    return lines
