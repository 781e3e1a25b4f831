#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>
#include <Syndication/DocumentSource>
#include <Syndication/Feed>
#include <Syndication/Global>
#include <Syndication/Item>
#include <Syndication/ParserCollection>
#include <Syndication/Person>
#include <cstdio>

static QJsonValue iso(time_t time)
{
    if (time == 0)
        return {};
    return QDateTime::fromSecsSinceEpoch(time, QTimeZone::UTC).toString(Qt::ISODate);
}

int main(int, char **arguments)
{
    QFile file(QString::fromLocal8Bit(arguments[1]));
    if (!file.open(QIODevice::ReadOnly))
        return 1;
    const auto feed = Syndication::parserCollection()->parse(Syndication::DocumentSource(file.readAll(), QStringLiteral("http://localhost/")));
    if (!feed)
        return 2;
    QJsonArray items;
    for (const auto &item : feed->items()) {
        QJsonArray authors;
        for (const auto &author : item->authors())
            authors.append(author->name());
        items.append(QJsonObject{{QStringLiteral("id"), item->id()},
                                 {QStringLiteral("title"), item->title()},
                                 {QStringLiteral("link"), item->link()},
                                 {QStringLiteral("content"), item->content()},
                                 {QStringLiteral("authors"), authors},
                                 {QStringLiteral("published"), iso(item->datePublished())},
                                 {QStringLiteral("updated"), iso(item->dateUpdated())}});
    }
    const QJsonObject found{{QStringLiteral("homePage"), feed->link()}, {QStringLiteral("items"), items}};
    fputs(QJsonDocument(found).toJson().constData(), stdout);
}
