using System.Data.Common;

namespace Sessions.Sample;

/// <summary>
/// Finds a provider for MySQL, where one lies beside the sample. The sample depends on none: MySql.Data is under the GPL, and which of
/// them to take is everybody's own choice.
/// </summary>
internal static class MySqlProvider
{
    public const string Missing =
        "There is no provider for MySQL beside the sample. Add one: dotnet add samples/Sessions.Sample package MySqlConnector (or MySql.Data, which is under the GPL).";

    private static readonly string[] Known =
    [
        "MySqlConnector.MySqlConnectorFactory, MySqlConnector",
        "MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data",
    ];

    public static DbProviderFactory? Find()
    {
        foreach (var name in Known)
        {
            if (Type.GetType(name) is { } type)
            {
                DbProviderFactories.RegisterFactory(name, type);
                return DbProviderFactories.GetFactory(name);
            }
        }

        return null;
    }
}
