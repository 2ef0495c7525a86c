using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>
    /// The decision of an update. Each thread keeps one of a kind, with its delegate, for the next update that completes at
    /// once: they were a quarter of what an in-memory commit allocates.
    /// </summary>
    private sealed class UpdateDecision<TArgument>
    {
        [ThreadStatic]
        private static UpdateDecision<TArgument>? _spare;

        // Null where the update is shown to a function of the app's own, which may keep it.
        private readonly SessionUpdate? _update =
            typeof(TArgument) == typeof(Action<SessionUpdate>) ? null : new SessionUpdate(null!, default);

        private string _id = "";
        private TArgument _argument = default!;
        private Action<SessionUpdate, TArgument> _apply = default!;
        private bool _keyed;
        private ExecutionContext? _context;

        private UpdateDecision() => Decide = DecideOn;

        public CommitDecision Decide { get; }

        public static UpdateDecision<TArgument> Take(string id, TArgument argument, Action<SessionUpdate, TArgument> apply, bool keyed)
        {
            // Taken out while it is in use: an update may make another, out of the function that it was given.
            var decision = _spare ?? new UpdateDecision<TArgument>();
            _spare = null;
            decision._id = id;
            decision._argument = argument;
            decision._apply = apply;
            decision._keyed = keyed;
            if (IsForeign)
            {
                decision._context = CaptureContext();
            }

            return decision;
        }

        // Also where it is not to flow to others: it is the caller's own that his function runs in.
        private static ExecutionContext? CaptureContext()
        {
            if (!ExecutionContext.IsFlowSuppressed())
            {
                return ExecutionContext.Capture();
            }

            ExecutionContext.RestoreFlow();
            try
            {
                return ExecutionContext.Capture();
            }
            finally
            {
                _ = ExecutionContext.SuppressFlow();
            }
        }

        /// <summary>Only after the store has answered: it runs a decision no more then.</summary>
        public void GiveBack()
        {
            _argument = default!;
            _context = null;
            _update?.Restart(null!, default);
            _spare = this;
        }

        // Of what a caller gives to an update only these are functions; the mark would cost every other commit some 5 %.
        private static bool IsForeign =>
            typeof(TArgument) == typeof(Action<SessionUpdate>) || typeof(TArgument) == typeof((string, Func<JsonText?, JsonText>));

        private void Apply(SessionUpdate update)
        {
            if (!IsForeign)
            {
                _apply(update, _argument);
                return;
            }

            // Whoever leads those who wait runs the functions of all. What a function finds around it (the request's user, the culture)
            // is to be its own caller's all the same.
            if (_context is null || _context == ExecutionContext.Capture())
            {
                ApplyForeign(update);
                return;
            }

            ExecutionContext.Run(
                _context,
                static state =>
                {
                    var (decision, shown) = ((UpdateDecision<TArgument>, SessionUpdate))state!;
                    decision.ApplyForeign(shown);
                },
                (this, update));
        }

        private void ApplyForeign(SessionUpdate update)
        {
            Deciding.Begin();
            try
            {
                _apply(update, _argument);
            }
            finally
            {
                Deciding.End();
            }
        }

        private Decision DecideOn(Session? current, DateTimeOffset now)
        {
            var session = current ?? throw new SessionNotFoundException(_id);
            var update = _update ?? new SessionUpdate(session, now);
            update.Restart(session, now);
            Apply(update);
            var events = update.ToEvents();
            return new Decision(events, _keyed && !update.DependsOnView ? ContentHash.Of(events) : default);
        }
    }
}
