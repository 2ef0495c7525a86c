using System.Text.Json;
using FluentAssertions;
using Sessions.Events;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.FileSystem;

namespace Sessions.Tests.Stores.FileSystem;

/// <summary>Holds the projections of a session against a fold of its log that knows nothing of how they are written.</summary>
internal static class Projected
{
    public static async ValueTask VerifyAsync(ISessionStore store, SessionKey key, ProjectionPaths paths, HistoryRoot history, bool symbolicLinks = true)
    {
        var messages = new List<Message>();
        var links = new List<InvocationLinked>();
        Session? view = null;
        for (var after = 0L; view is null || after < view.Version;)
        {
            var page = await store.ReadLogAsync(key, after, 1000);
            view = page!.Session;
            foreach (var change in page.Commits.SelectMany(commit => commit.Events))
            {
                switch (change)
                {
                    case MessageAppended appended:
                        messages.Add(appended.Message);
                        break;
                    case ConversationCleared cleared:
                        messages.RemoveAll(message => message.Chat == cleared.Chat);
                        break;
                    case InvocationLinked linked:
                        links.Add(linked);
                        break;
                }
            }

            after = page.Commits[^1].LastVersion;
        }

        VerifyConversation(paths, messages);
        VerifyInvocations(paths, links, history);
        VerifyLinks(paths, links, history, symbolicLinks);
        VerifyMetadata(paths, view);
        Directory.EnumerateFiles(paths.Folder, "*.new").Should().BeEmpty();
    }

    private static void VerifyConversation(ProjectionPaths paths, List<Message> messages)
    {
        var lines = File.ReadAllLines(paths.Conversation);
        lines.Should().HaveCount(messages.Count);
        foreach (var (line, message) in lines.Zip(messages))
        {
            using var json = JsonDocument.Parse(line);
            var found = json.RootElement;
            found.GetProperty("chat").GetString().Should().Be(message.Chat);
            found.GetProperty("ordinal").GetInt64().Should().Be(message.Ordinal);
            found.GetProperty("version").GetInt64().Should().Be(message.Version);
            found.GetProperty("at").GetDateTimeOffset().Should().Be(message.At);
            found.GetProperty("channel").GetString().Should().Be(message.Channel.Name);
            found.GetProperty("role").GetString().Should().Be(message.Role.ToString().ToLowerInvariant());
            TextOf(found, "content").Should().Be(message.Content);
            TextOf(found, "tool").Should().Be(message.ToolName);
            TextOf(found, "invocation").Should().Be(message.InvocationId);
            (TextOf(found, "payloadText") ?? (found.TryGetProperty("payload", out var payload) ? payload.GetRawText() : null))
                .Should().Be(message.Payload?.ToString());
        }
    }

    private static void VerifyInvocations(ProjectionPaths paths, List<InvocationLinked> links, HistoryRoot history)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(paths.Invocations));
        json.RootElement.GetArrayLength().Should().Be(links.Count);
        foreach (var (found, linked) in json.RootElement.EnumerateArray().Zip(links))
        {
            found.GetProperty("id").GetString().Should().Be(linked.Invocation.Id);
            found.GetProperty("tool").GetString().Should().Be(linked.Invocation.Tool);
            found.GetProperty("directory").GetString().Should().Be(history.FolderOf(linked.Invocation));
            found.GetProperty("durationMs").GetDecimal().Should().Be(decimal.Divide(linked.Invocation.Duration.Ticks, 10_000));
            found.GetProperty("outcome").GetString().Should().Be(linked.Invocation.Outcome.ToString().ToLowerInvariant());
            found.GetProperty("version").GetInt64().Should().Be(linked.Version);
            found.GetProperty("at").GetDateTimeOffset().Should().Be(linked.At);
        }
    }

    private static void VerifyLinks(ProjectionPaths paths, List<InvocationLinked> links, HistoryRoot history, bool symbolic)
    {
        var names = Directory.Exists(paths.Links) ? Directory.GetFileSystemEntries(paths.Links).Select(Path.GetFileName).ToArray() : [];
        names.Should().BeEquivalentTo(links.Select(linked => FileNames.Of(linked.Invocation.Id) + (symbolic ? "" : ".link.json")));
        foreach (var linked in links)
        {
            var expected = Path.Combine(history.Path, history.FolderOf(linked.Invocation));
            TargetOf(Path.Combine(paths.Links, FileNames.Of(linked.Invocation.Id)), symbolic).Should().Be(RealPath.Of(expected));
            File.Exists(Path.Combine(expected, "record.jsonl")).Should().BeTrue();
        }
    }

    private static string TargetOf(string link, bool symbolic)
    {
        if (symbolic)
        {
            Directory.Exists(link).Should().BeTrue("the link {0} has to resolve", link);
            return RealPath.Of(link);
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(link + ".link.json"));
        return Path.GetFullPath(json.RootElement.GetProperty("target").GetString()!, Path.GetDirectoryName(link)!);
    }

    private static void VerifyMetadata(ProjectionPaths paths, Session view)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(paths.Metadata));
        var found = json.RootElement;
        found.GetProperty("id").GetString().Should().Be(view.Id);
        found.GetProperty("partition").GetString().Should().Be(view.Partition);
        found.GetProperty("incarnation").GetString().Should().Be(view.Incarnation);
        found.GetProperty("version").GetInt64().Should().Be(view.Version);
        found.GetProperty("status").GetString().Should().Be(view.Status.ToString().ToLowerInvariant());
        found.GetProperty("lastUsedAt").GetDateTimeOffset().Should().Be(view.LastUsedAt);
        found.GetProperty("messages").GetProperty("total").GetInt64().Should().Be(view.Messages.Total);
        found.GetProperty("invocations").GetProperty("count").GetInt64().Should().Be(view.Invocations.Count);
        found.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).Should().Equal(view.Tags);
        found.GetProperty("state").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("value").GetRawText())
            .Should().BeEquivalentTo(view.State.ToDictionary(entry => entry.Key, entry => entry.Value.Value.ToString()));
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
