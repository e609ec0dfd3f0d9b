from django.db import migrations

SPACES = [
    ("reports", "Reports", "报告", "What the model got wrong, and what it should have said.", "模型哪里答错了，应该怎样回答。"),
    ("questions", "Questions", "提问", "Ask, and help others.", "提问，也帮助别人。"),
    ("tips", "Tips", "心得", "What works well.", "好用的方法。"),
    ("showcase", "Showcase", "作品", "What you made with it.", "你用它做出的东西。"),
    ("announcements", "Announcements", "公告", "News of the team.", "团队的消息。"),
    ("off-topic", "Off topic", "闲聊", "Everything else.", "其他话题。"),
]


def make_spaces(apps, _schema_editor):
    Space = apps.get_model("community", "Space")
    for position, (slug, name_en, name_zh, about_en, about_zh) in enumerate(SPACES):
        Space.objects.get_or_create(
            slug=slug,
            defaults={
                "name_en": name_en,
                "name_zh": name_zh,
                "about_en": about_en,
                "about_zh": about_zh,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]
    operations = [migrations.RunPython(make_spaces, migrations.RunPython.noop)]
