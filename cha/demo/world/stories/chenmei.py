"""What Chen Mei 陈美 wrote to the shop about, and what came of it."""

from cha.demo.world.events import Answer, Broken, Confirmed, Kept, Mail, Pledge, PutRight, Snoozed, Story
from cha.demo.world.moments import Ahead, Past

STORIES = (
    Story(
        "chenmei-white",
        person="chenmei",
        subject="这个月的玫瑰",
        gist="White roses this month, twenty is enough",
        topic="subscription",
        events=(
            Mail(
                Past(11, "09:10"),
                ("这个月的玫瑰请换成白色，二十枝就好，谢谢！\n陈美"),
                mood="glad",
                words=("谢谢",),
                english="White roses this month please, twenty is enough, thank you!",
            ),
            Answer(Past(11, "09:40"), "ifeoma", ("陈美你好，这个月是二十枝白玫瑰。\n\nIfeoma")),
            PutRight(Past(11, "09:41"), "ifeoma"),
            Confirmed(Past(11, "11:00")),
        ),
        tags=("subscription",),
    ),
    Story(
        "chenmei-school",
        person="chenmei",
        subject="订单JL-2318的收货地址",
        gist="Asks to deliver at the school, she is out by day",
        topic="change_order",
        events=(
            Mail(
                Past(1, "10:30"),
                ("你好，请问订单JL-2318可以改送到学校吗？我白天不在家。\n陈美"),
                mood="curious",
                words=("可以",),
                english="Could order JL-2318 go to the school? I am not at home by day.",
            ),
            Answer(
                Past(1, "11:05"),
                "ifeoma",
                ("陈美你好，可以。{day+1}中午前送到学校前台，写你的名字。\n\nIfeoma"),
                pledges=(
                    Pledge(
                        "school",
                        "玫瑰送到学校前台",
                        due=Ahead(1, "12:00"),
                        who="ifeoma",
                        english="Roses at the school’s front desk",
                    ),
                ),
            ),
            Mail(
                Past(1, "11:20"), "太好了，谢谢！", mood="glad", words=("太好了", "谢谢"), english="Great, thank you!"
            ),
            Snoozed(Past(1, "11:25"), "ifeoma", Ahead(1, "11:30")),
        ),
        tags=("subscription",),
    ),
    Story(
        "chenmei-vase",
        person="chenmei",
        subject="花瓶碎了",
        gist="The vase broke on the way, a new one came",
        topic="damaged",
        events=(
            Mail(
                Past(14, "16:05"),
                "花送到了，但是花瓶碎了。怎么办？",
                mood="worried",
                words=("花瓶碎了",),
                english="The flowers came but the vase is broken. What now?",
            ),
            Answer(
                Past(14, "16:30"),
                "ifeoma",
                ("陈美你好，很抱歉。明天送一个新的花瓶给你，碎的不用寄回。\n\nIfeoma"),
                pledges=(
                    Pledge(
                        "vase", "新花瓶送到你家", due=Past(13, "17:00"), who="ifeoma", english="A new vase at your door"
                    ),
                ),
            ),
            Broken(Past(13, "17:05"), "vase"),
            Answer(
                Past(13, "17:20"),
                "ifeoma",
                ("陈美你好，今天没能送到，对不起。明天上午十点我亲自送去，这个月的运费退还给你。\n\nIfeoma"),
                pledges=(
                    Pledge(
                        "vase2",
                        "Ifeoma亲自送来新花瓶",
                        due=Past(12, "10:30"),
                        who="ifeoma",
                        english="A new vase, brought by Ifeoma",
                    ),
                ),
            ),
            Kept(Past(12, "10:05"), "ifeoma", "vase2"),
            Mail(
                Past(12, "10:40"),
                "谢谢你亲自来！",
                mood="glad",
                words=("谢谢",),
                english="Thank you for coming yourself!",
            ),
            PutRight(Past(12, "11:00"), "ifeoma"),
            Confirmed(Past(12, "11:30")),
        ),
    ),
)
