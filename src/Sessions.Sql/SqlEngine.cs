namespace Sessions.Sql;

/// <summary>The database engines that <see cref="SqlStore"/> speaks to.</summary>
public enum SqlEngine
{
    /// <summary>SQLite 3.35 or newer: one file, one machine.</summary>
    Sqlite,

    /// <summary>PostgreSQL 12 or newer, and engines that speak its language.</summary>
    PostgreSql,

    /// <summary>MySQL 8 and MariaDB 10.6, or newer.</summary>
    MySql,
}
