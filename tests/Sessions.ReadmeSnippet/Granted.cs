global using Microsoft.Extensions.DependencyInjection;
global using Sessions;
using System.Diagnostics.CodeAnalysis;

/// <summary>What the later snippets of the README take for granted.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The snippets have none either.")]
internal static partial class Granted
{
    private static readonly IServiceCollection services = null!;
    private static readonly SessionManager sessions = null!;
    private static readonly Session session = null!;
    private static readonly NewMessage answer = NewMessage.Assistant("Booked.");
    private static readonly CancellationToken cancellationToken = CancellationToken.None;
    private const string id = "trip";
    private const string result = "{}";
}
