namespace Sessions.Sql;

/// <summary>The types of columns in one engine's words. All text compares by its code points, and spaces count.</summary>
/// <param name="Key">A text of up to 200 characters that indexes begin with.</param>
/// <param name="Name">A text of up to 512 characters.</param>
/// <param name="Text">A text of any length.</param>
/// <param name="Json">JSON that is kept as it was written.</param>
/// <param name="Number">A whole number of 64 bits.</param>
/// <param name="Double">A number of 64 bits, IEEE 754.</param>
/// <param name="Truth">True or false.</param>
/// <param name="Instant">An instant in UTC, to the microsecond.</param>
/// <param name="Rough">An instant that is cut off, on engines that index such.</param>
/// <param name="TableEnd">What follows a table's columns.</param>
internal sealed record SqlColumns(
    string Key, string Name, string Text, string Json, string Number, string Double, string Truth, string Instant, string Rough, string TableEnd);
