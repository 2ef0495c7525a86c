namespace Sessions.TestProcess.Torture;

/// <summary>Who a process of the torture is, and how much it does at once.</summary>
/// <param name="Seed">What its choices follow from.</param>
/// <param name="Slot">Its place among the processes.</param>
/// <param name="Life">How many processes had the place before it.</param>
/// <param name="Tasks">How many tasks commit at once.</param>
/// <param name="Losses">How often what was shown may have been lost.</param>
/// <param name="Limit">After how many commits a task ends by itself.</param>
internal sealed record WorkloadPlan(int Seed, int Slot, int Life, int Tasks, Losses Losses, int Limit = int.MaxValue);
