using System.Text;
using TinyRnn.Tool.Pictures;

namespace TinyRnn.Tool.Cards;

/// <summary>
/// Writes a page of HTML that is XML as well. Every text goes through it and is escaped, and a policy keeps the page from loading or running anything, whatever
/// a model file says.
/// </summary>
internal sealed class CardPage(string title)
{
    private readonly StringBuilder _body = new();

    /// <summary>The head of the page: a name and what it is.</summary>
    public void Head(string name, string what) => _body.Append($"<header><h1>{Escape(name)}</h1><p class=\"quiet\">{Escape(what)}</p></header>\n");

    /// <summary>Figures that are seen first, each with its unit.</summary>
    public void Tiles(IEnumerable<(string Figure, string Unit)> tiles)
    {
        _body.Append("<div class=\"tiles\">");
        foreach ((string figure, string unit) in tiles)
        {
            _body.Append($"<div><b>{Escape(figure)}</b><span>{Escape(unit)}</span></div>");
        }

        _body.Append("</div>\n");
    }

    /// <summary>A part of the page.</summary>
    /// <param name="id">What links to it call it.</param>
    /// <param name="heading">Its heading.</param>
    /// <param name="write">Writes what is in it.</param>
    public void Section(string id, string heading, Action write)
    {
        _body.Append($"<section id=\"{Escape(id)}\"><h2>{Escape(heading)}</h2>\n");
        write();
        _body.Append("</section>\n");
    }

    public void Heading(string text) => _body.Append($"<h3>{Escape(text)}</h3>\n");

    public void Paragraph(string text) => _body.Append($"<p>{Escape(text)}</p>\n");

    /// <summary>Words, each with what it is.</summary>
    /// <param name="facts">The words.</param>
    /// <param name="areShort">Whether both have room beside each other on a phone.</param>
    public void Facts(IEnumerable<(string Word, string Text)> facts, bool areShort = false)
    {
        _body.Append($"<dl{Class(areShort ? "short" : "")}>\n");
        foreach ((string word, string text) in facts)
        {
            _body.Append($"<dt>{Escape(word)}</dt><dd>{Escape(text)}</dd>\n");
        }

        _body.Append("</dl>\n");
    }

    public void Table(CardTable table)
    {
        _body.Append("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (CardColumn column in table.Columns)
        {
            _body.Append($"<th{Class(column.Class)}>{Escape(column.Name)}</th>");
        }

        _body.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < table.Rows.Count; row++)
        {
            _body.Append($"<tr{Class(table.HasTotal && row == table.Rows.Count - 1 ? "total" : "")}>");
            foreach ((CardColumn column, string text) in table.Columns.Zip(table.Rows[row]))
            {
                _body.Append($"<td{Class(column.Class)}>{Escape(text)}</td>");
            }

            _body.Append("</tr>\n");
        }

        _body.Append("</tbody></table></div>\n");
    }

    /// <summary>A picture.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="classes">How it is laid out.</param>
    /// <param name="caption">What stands below it; null for nothing.</param>
    public void Picture(SvgCanvas canvas, string classes, string? caption = null)
    {
        string below = caption is null ? "" : $"<figcaption>{Escape(caption)}</figcaption>";
        _body.Append($"<figure><div class=\"{classes}\">\n{canvas}</div>{below}</figure>\n");
    }

    /// <summary>Small pictures beside each other, each with a name and lines below it.</summary>
    public void Pictures(IEnumerable<(SvgCanvas Canvas, string Name, IReadOnlyList<string> Lines)> pictures)
    {
        _body.Append("<div class=\"many\">\n");
        foreach ((SvgCanvas canvas, string name, IReadOnlyList<string> lines) in pictures)
        {
            string text = string.Join("<br/>", lines.Select(line => Escape(line)));
            _body.Append($"<figure class=\"fit\">\n{canvas}<figcaption><b>{Escape(name)}</b><br/>{text}</figcaption></figure>\n");
        }

        _body.Append("</div>\n");
    }

    /// <summary>What stands beside each other where there is room.</summary>
    public void Beside(params IEnumerable<Action> parts)
    {
        _body.Append("<div class=\"beside\">\n");
        foreach (Action part in parts)
        {
            _body.Append("<div>\n");
            part();
            _body.Append("</div>\n");
        }

        _body.Append("</div>\n");
    }

    /// <summary>Text whose lines stay as they are.</summary>
    public void Preformatted(string text) => _body.Append($"<pre>{XmlText.Escape(text, keepsLines: true)}</pre>\n");

    /// <summary>What is there for who wants to see it.</summary>
    public void Details(string summary, string text)
    {
        _body.Append($"<details><summary>{Escape(summary)}</summary>\n");
        Preformatted(text);
        _body.Append("</details>\n");
    }

    public void Foot(string text) => _body.Append($"<footer>{Escape(text)}</footer>\n");

    public override string ToString() =>
        $"""
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{Escape(title)}</title>
        <style>
        {CardStyle.Text}
        </style>
        </head>
        <body>
        <main>
        {_body}</main>
        </body>
        </html>

        """;

    private static string Class(string name) => name.Length == 0 ? "" : $" class=\"{name}\"";

    private static string Escape(string text) => XmlText.Escape(text);
}
