using System.Buffers;

namespace Sessions.Filters;

internal ref partial struct ConditionTextReader
{
    private static readonly SearchValues<char> BareCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-.:");

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private bool Take(char sign)
    {
        SkipSpace();
        if (Peek() != sign)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Need(char sign)
    {
        if (!Take(sign))
        {
            throw Expected(sign == ')' ? "and, or, a comma or )" : sign.ToString());
        }
    }

    private string Word()
    {
        SkipSpace();
        var start = _at;
        while (char.IsAsciiLetter(Peek()))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool TakeWord(string word)
    {
        SkipSpace();
        var start = _at;
        if (Word() == word)
        {
            return true;
        }

        _at = start;
        return false;
    }

    private void NeedWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Expected(word);
        }
    }

    private SessionOperator? Sign()
    {
        SkipSpace();
        var start = _at;
        var rest = _text.AsSpan(_at);
        (SessionOperator Operator, int Length)? sign = rest switch
        {
            ['!', '=', ..] => (SessionOperator.NotEqual, 2),
            ['<', '=', ..] => (SessionOperator.LessOrEqual, 2),
            ['>', '=', ..] => (SessionOperator.GreaterOrEqual, 2),
            ['=', ..] => (SessionOperator.Equal, 1),
            ['<', ..] => (SessionOperator.Less, 1),
            ['>', ..] => (SessionOperator.Greater, 1),
            _ => null,
        };
        if (sign is { } found)
        {
            _at += found.Length;
            return found.Operator;
        }

        switch (Word())
        {
            case "eq":
                return SessionOperator.Equal;
            case "ne":
                return SessionOperator.NotEqual;
            case "lt":
                return SessionOperator.Less;
            case "le":
                return SessionOperator.LessOrEqual;
            case "gt":
                return SessionOperator.Greater;
            case "ge":
                return SessionOperator.GreaterOrEqual;
            default:
                _at = start;
                return null;
        }
    }

    private string Bare()
    {
        var rest = _text.AsSpan(_at);
        var length = rest.IndexOfAnyExcept(BareCharacters);
        var bare = (length < 0 ? rest : rest[..length]).ToString();
        _at += bare.Length;
        return bare;
    }

    /// <summary>A text in either quotes, which stand for themselves when they are doubled.</summary>
    private string Quoted(string what)
    {
        SkipSpace();
        var quote = Peek();
        if (quote is not ('\'' or '"'))
        {
            throw Expected(what);
        }

        var start = ++_at;
        while (true)
        {
            var length = _text.AsSpan(_at).IndexOf(quote);
            if (length < 0)
            {
                _at = _text.Length;
                throw Expected($"the closing {quote} of the text that begins at character {start}");
            }

            _at += length + 1;
            if (Peek() != quote)
            {
                var twice = $"{quote}{quote}";
                return _text[start..(_at - 1)].Replace(twice, quote.ToString(), StringComparison.Ordinal);
            }

            _at++;
        }
    }
}
