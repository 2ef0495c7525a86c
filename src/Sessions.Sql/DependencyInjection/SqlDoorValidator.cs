using Microsoft.Extensions.Options;

namespace Sessions.Sql.DependencyInjection;

/// <summary>Holds the settings of a chosen database to what its provider can connect to, before anything is connected.</summary>
internal sealed class SqlDoorValidator(IEnumerable<SqlDoor> doors) : IValidateOptions<SessionsStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionsStorageOptions options)
    {
        var key = name == Options.DefaultName ? null : name;
        return options.Enabled && options.Own is null && options.Backend is { } backend && SqlDoor.Find(doors, key, backend) is { } door
            && door.Check(SqlPlace.Of(doors, door, options)) is { } failure
            ? ValidateOptionsResult.Fail(failure)
            : ValidateOptionsResult.Success;
    }
}
