using System.Runtime.CompilerServices;

namespace Sessions.Sql.Tests;

internal static class NativeLibrary
{
    /// <summary>The app chooses SQLite's native library; the tests take the bundle.</summary>
#pragma warning disable CA2255 // A test assembly is nobody's library.
    [ModuleInitializer]
    public static void Choose() => SQLitePCL.Batteries_V2.Init();
#pragma warning restore CA2255
}
