using Xunit;

namespace Sessions.Testing;

// Conditions: what texts, patterns, keys, numbers and JSON values come to, where databases differ from each other.
public abstract partial class SessionStoreConformance
{
    private static readonly string[] HostileTexts =
        ["'; drop table sessions; --", "a\"b", "a.b", "$", "$.a", "%", "_", "\\", "\\'", "a\\", "''", "`", "--", "/*", "@p0", ":p", "?", "{0}", "\u007F", "\u2028", "\uFEFF", "\u202E", "\U0001F600", "[0]", "\t"];

    /// <summary>One session for each value, kept under one key of its state, in their order.</summary>
    private async Task StateOfAsync(params string[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            await StoreAsync($"{i}", new NewSession { State = new Dictionary<string, JsonText> { ["k"] = JsonText.Parse(values[i]) } });
        }
    }

    [ConformanceFact]
    public async Task Texts_are_ordered_by_code_point()
    {
        // UTF-16 has the surrogates before U+E000, and most collations have something else again.
        string[] ordered = ["A", "Z", "a", "z", "\u00C4", "\u00E4", "\u65E5", "\uE000", "\uFFFD", "\U00010000", "\U0001F600"];
        for (var i = 0; i < ordered.Length; i++)
        {
            await StoreAsync($"{i:00}", new NewSession { DisplayName = ordered[i], Metadata = new Dictionary<string, JsonText> { ["k"] = ordered[i] } });
        }

        for (var i = 0; i < ordered.Length; i++)
        {
            foreach (var field in (SessionField[])[SessionField.DisplayName, SessionField.Metadata("k")])
            {
                await AssertFoundAsync(field.LessThan(ordered[i]), [.. Enumerable.Range(0, i).Select(n => $"{n:00}")]);
                await AssertFoundAsync(field.EqualTo(ordered[i]), $"{i:00}");
            }
        }
    }

    [ConformanceFact]
    public async Task As_many_values_may_be_named_as_a_condition_may_have()
    {
        await StoreAsync("s1", new NewSession { DisplayName = "999", Tags = ["999"], State = new Dictionary<string, JsonText> { ["k"] = 999 } });
        await StoreAsync("s2", new NewSession { DisplayName = "1000", Tags = ["1000"], State = new Dictionary<string, JsonText> { ["k"] = "1000" } });
        SessionValue[] texts = [.. Enumerable.Range(0, SessionCondition.MaxValues).Select(n => (SessionValue)$"{n}")];
        SessionValue[] mixed = [.. Enumerable.Range(0, SessionCondition.MaxValues).Select(n => n % 2 == 0 ? $"{n}" : (SessionValue)n)];
        await AssertFoundAsync(SessionField.DisplayName.In(texts), "s1");
        await AssertFoundAsync(SessionField.Tags.In(texts), "s1");
        await AssertFoundAsync(SessionField.State("k").In(mixed), "s1");
        await AssertFoundAsync(!SessionField.State("k").In(mixed), "s2");
    }

    [ConformanceFact]
    public async Task A_filter_may_name_more_tags_than_an_engine_takes_questions()
    {
        string[] many = [.. Enumerable.Range(0, 1_100).Select(n => $"{n}")];
        await StoreAsync("s1", new NewSession { Tags = many });
        await StoreAsync("s2", new NewSession { Tags = many[1..] });
        await StoreAsync("s3", new NewSession { Tags = ["0"] });
        Assert.Equal(["s1"], (await Manager.ListAsync(new SessionFilter { AllTags = [.. many, "0"] })).Sessions.Select(session => session.Id));
        Assert.Equal(3, await Manager.CountAsync(new SessionFilter { AnyTags = many }));
        Assert.Equal(0, await Manager.CountAsync(new SessionFilter { AllTags = [.. many, "not there"] }));
    }

    [ConformanceFact]
    public async Task Instants_are_exact_to_the_end_of_the_calendar()
    {
        var late = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(1);
        await StoreAsync("s1", new NewSession { NoIdleTimeout = true, AbsoluteExpiry = late });
        await StoreAsync("s2", new NewSession { NoIdleTimeout = true, AbsoluteExpiry = DateTimeOffset.MaxValue });
        await AssertFoundAsync(SessionField.ExpiresAt.EqualTo(late), "s1");
        await AssertFoundAsync(SessionField.ExpiresAt.GreaterThan(late), "s2");
        await AssertFoundAsync(SessionField.ExpiresAt.EqualTo(DateTimeOffset.MaxValue), "s2");
        Assert.Equal(2, await Manager.CountAsync(new SessionFilter { CreatedBefore = DateTimeOffset.MaxValue, UpdatedBefore = DateTimeOffset.MaxValue }));
        Assert.Equal(0, await Manager.CountAsync(new SessionFilter { CreatedFrom = DateTimeOffset.MaxValue }));
        Assert.Equal(0, await Manager.CountAsync(new SessionFilter { UpdatedFrom = DateTimeOffset.MaxValue }));
        Assert.Equal(2, await Manager.CountAsync(new SessionFilter { CreatedFrom = DateTimeOffset.MinValue, UpdatedFrom = DateTimeOffset.MinValue }));
    }

    [ConformanceFact]
    public async Task Nothing_is_folded_trimmed_or_normalised()
    {
        string[] texts = ["a", "A", "a ", "\u00E4", "a\u0308", "\u00DF", "ss", "\u212B", "\u00C5", "I", "\u0130", "\u0131", "\uFF41"];
        for (var i = 0; i < texts.Length; i++)
        {
            await StoreAsync($"{i:00}", new NewSession
            {
                UserId = texts[i], Tags = [texts[i]], State = new Dictionary<string, JsonText> { ["k"] = texts[i], [texts[i]] = i },
            });
        }

        for (var i = 0; i < texts.Length; i++)
        {
            await AssertFoundAsync(SessionField.UserId.EqualTo(texts[i]), $"{i:00}");
            await AssertFoundAsync(SessionField.UserId.Like(texts[i]), $"{i:00}");
            await AssertFoundAsync(SessionField.Tags.In(texts[i], "x"), $"{i:00}");
            await AssertFoundAsync(SessionField.State("k").EqualTo(texts[i]), $"{i:00}");
            await AssertFoundAsync(!SessionField.State(texts[i]).IsNull(), $"{i:00}");
        }
    }

    [ConformanceFact]
    public async Task A_pattern_matches_the_whole_text()
    {
        string[] texts = ["abc", "aXc", "a%c", "a_c", "a\\c", "a\U0001F600c", "ac", "ABC", "abcabc", "a\nc", "[abc]", "a*c", "a.c"];
        for (var i = 0; i < texts.Length; i++)
        {
            await StoreAsync($"{i:00}", new NewSession { DisplayName = texts[i], State = new Dictionary<string, JsonText> { ["k"] = texts[i] } });
        }

        foreach (var field in (SessionField[])[SessionField.DisplayName, SessionField.State("k")])
        {
            await AssertFoundAsync(field.Like("abc"), "00");
            await AssertFoundAsync(field.Like("a_c"), "00", "01", "02", "03", "04", "05", "09", "11", "12");
            await AssertFoundAsync(field.Like("a\\_c"), "03");
            await AssertFoundAsync(field.Like("a\\%c"), "02");
            await AssertFoundAsync(field.Like("a\\\\c"), "04");
            await AssertFoundAsync(field.Like("\\a\\b\\c"), "00");
            await AssertFoundAsync(field.Like("a%c"), "00", "01", "02", "03", "04", "05", "06", "08", "09", "11", "12");
            await AssertFoundAsync(field.Like("%bc%"), "00", "08", "10");
            await AssertFoundAsync(field.Like("___"), "00", "01", "02", "03", "04", "05", "07", "09", "11", "12");
            await AssertFoundAsync(field.Like("%_b%_b%"), "08");
            await AssertFoundAsync(field.Like("a*c"), "11");
            await AssertFoundAsync(field.Like("[abc]"), "10");
            await AssertFoundAsync(field.Like("a?c"));
            await AssertFoundAsync(field.Like("ab"));
            await AssertFoundAsync(field.Like(""));
        }
    }

    [ConformanceFact]
    public async Task Every_character_is_one_and_has_its_place_in_the_order()
    {
        // Not every engine can hold U+0000, for which none can be asked: what stands for it there is to be seen nowhere.
        string[] texts = ["a\0", "a\0b", "a\u0001", "a\u0001\u0002", "a\u0002", "a\u0003", "a\t", "ab", "a\uFDD0", "a\uFDD00", "a\uFDD1", "a\uFFFD", "a\uFFFE", "a\uFFFF"];
        string[] ids = [.. Enumerable.Range(0, texts.Length).Select(static i => $"{i:00}")];
        for (var i = 0; i < texts.Length; i++)
        {
            await StoreAsync(ids[i], new NewSession { DisplayName = texts[i], Purpose = texts[i] });
        }

        foreach (var field in (SessionField[])[SessionField.DisplayName, SessionField.Purpose])
        {
            for (var i = 2; i < texts.Length; i++)
            {
                await AssertFoundAsync(field.LessThan(texts[i]), ids[..i]);
                await AssertFoundAsync(field.AtLeast(texts[i]), ids[i..]);
                await AssertFoundAsync(field.Like(SessionCondition.Match.Escape(texts[i])), ids[i]);
            }

            await AssertFoundAsync(field.Like("a_"), "00", "02", "04", "05", "06", "07", "08", "10", "11", "12", "13");
            await AssertFoundAsync(field.Like("a__"), "01", "03", "09");
            await AssertFoundAsync(field.Like("a_b"), "01");
            await AssertFoundAsync(field.Like("%\u0001_"), "03");
            await AssertFoundAsync(field.Like("%\u0001%"), "02", "03");
            await AssertFoundAsync(field.Like("%\u0002"), "03", "04");
            await AssertFoundAsync(field.Like("%\u0003"), "05");
            await AssertFoundAsync(field.Like("%0"), "09");
            await AssertFoundAsync(field.Like("%\uFDD0%"), "08", "09");
            await AssertFoundAsync(field.Like("__\uFDD0"));
            await AssertFoundAsync(field.Like("_\uFFFD"), "11");
            await AssertFoundAsync(field.Like("_\uFFFE%"), "12");
            await AssertFoundAsync(field.Like("%\uFFFF"), "13");
        }
    }

    [ConformanceFact]
    public async Task No_text_key_or_pattern_escapes_from_where_it_stands()
    {
        for (var i = 0; i < HostileTexts.Length; i++)
        {
            var text = HostileTexts[i];
            await StoreAsync($"{i:00}", new NewSession
            {
                UserId = text,
                Tags = [text],
                Metadata = new Dictionary<string, JsonText> { [text] = text },
                State = new Dictionary<string, JsonText> { [text] = true },
            });
        }

        for (var i = 0; i < HostileTexts.Length; i++)
        {
            var (id, text) = ($"{i:00}", HostileTexts[i]);
            await AssertFoundAsync(SessionField.UserId.EqualTo(text), id);
            await AssertFoundAsync(SessionField.UserId.Like(SessionCondition.Match.Escape(text)), id);
            await AssertFoundAsync(SessionField.Tags.Contains(text), id);
            await AssertFoundAsync(SessionField.Metadata(text).EqualTo(text), id);
            await AssertFoundAsync(SessionField.Metadata(text).In(text, "x"), id);
            await AssertFoundAsync(SessionField.State(text).EqualTo(true), id);
            await AssertFoundAsync(!SessionField.State(text).IsNull(), id);
        }
    }

    [ConformanceFact]
    public async Task A_pattern_made_to_take_for_ever_does_not()
    {
        var text = new string('a', 20_000);
        await StateOfAsync(JsonText.FromString(text).ToString(), JsonText.FromString(text + "b").ToString());
        var hostile = string.Concat(Enumerable.Repeat("%a", 1000)) + "%b";
        await AssertFoundAsync(SessionField.State("k").Like(hostile), "1");
        await AssertFoundAsync(SessionField.State("k").Like(string.Concat(Enumerable.Repeat("%_a", 1000)) + "%c%"));
        await AssertFoundAsync(SessionField.State("k").Like("%" + new string('_', 2000) + "b%"), "1");
        await AssertFoundAsync(SessionField.State("k").Like("%a_" + new string('a', 2000) + "c%"));
    }

    [ConformanceFact]
    public async Task Numbers_are_doubles_however_they_are_written()
    {
        await StateOfAsync(
            "1", "1.0", "1e0", "0.30000000000000004", "0.3", "9007199254740992", "9007199254740993", "9007199254740994", "1e400", "1.7976931348623157e308", "-1e400",
            "-0", "0", "1e-400", "5e-324", "100000000000000000000000000000000000000001");
        var value = SessionField.State("k");
        await AssertFoundAsync(value.EqualTo(1), ["0", "1", "2"]);
        await AssertFoundAsync(value.EqualTo(1.0m), ["0", "1", "2"]);
        await AssertFoundAsync(value.EqualTo(0.1 + 0.2), "3");
        await AssertFoundAsync(value.EqualTo(0.3m), "4");
        await AssertFoundAsync(value.EqualTo((1L << 53) + 1), "5", "6");
        await AssertFoundAsync(value.EqualTo((1L << 53) + 2), "7");
        await AssertFoundAsync(value.EqualTo(double.MaxValue), "8", "9");
        await AssertFoundAsync(value.LessThan(0), "10");
        await AssertFoundAsync(value.AtMost(double.MinValue), "10");
        await AssertFoundAsync(value.In(0, double.Epsilon), "11", "12", "13", "14");
        await AssertFoundAsync(value.EqualTo(-0.0), "11", "12", "13");
        await AssertFoundAsync(value.GreaterThan(0) & value.LessThan(1e-300), "14");
        await AssertFoundAsync(value.EqualTo(1e41), "15");
    }

    [ConformanceFact]
    public async Task A_cost_is_the_nearest_double()
    {
        decimal[] costs = [0.1m, 0.3m, 79228162514264337593543950335m, 0.0000000000000000000000000001m];
        for (var i = 0; i < costs.Length; i++)
        {
            await StoreAsync($"{i}", new NewSession());
            await Manager.UpdateAsync($"{i}", update => update.RecordUsage(new TokenUsage(1, 1) { Cost = costs[i] }));
        }

        await StoreAsync("none", new NewSession());
        await AssertFoundAsync(SessionField.Cost.EqualTo(0.1m), "0");
        await AssertFoundAsync(SessionField.Cost.EqualTo(0.3), "1");
        await AssertFoundAsync(SessionField.Cost.EqualTo(0.1 + 0.2));
        await AssertFoundAsync(SessionField.Cost.EqualTo(7.922816251426434e28), "2");
        await AssertFoundAsync(SessionField.Cost.EqualTo(1e-28), "3");
        await AssertFoundAsync(SessionField.Cost.EqualTo(0), "none");
        await AssertFoundAsync(SessionField.Cost.LessThan(0.2m), "0", "3", "none");
        await AssertFoundAsync(SessionField.Cost.IsNull());
    }

    [ConformanceFact]
    public async Task A_json_value_compares_with_its_own_kind_only()
    {
        await StateOfAsync("1", "\"1\"", "true", "\"true\"", "null", "{}", "[1]", "\"\\u0031\"", "\"a\\u0000\"", "\"\\ud83d\"", " \"1\" ");
        await StoreAsync("none", new NewSession());
        var value = SessionField.State("k");
        await AssertFoundAsync(value.EqualTo(1), "0");
        await AssertFoundAsync(value.EqualTo("1"), "1", "10", "7");
        await AssertFoundAsync(value.EqualTo(true), "2");
        await AssertFoundAsync(value.EqualTo("true"), "3");
        await AssertFoundAsync(value.EqualTo(false));
        await AssertFoundAsync(value.NotEqualTo(1), "1", "10", "2", "3", "4", "5", "6", "7", "8", "9", "none");
        await AssertFoundAsync(value.IsNull(), "4", "none");
        await AssertFoundAsync(value.GreaterThan(0), "0");
        await AssertFoundAsync(value.GreaterThan(""), "1", "10", "3", "7");
        await AssertFoundAsync(value.Like("%"), "1", "10", "3", "7");
        await AssertFoundAsync(value.In(1, "true", true), "0", "2", "3");
        await AssertFoundAsync(value.EqualTo("{}"));
    }
}
