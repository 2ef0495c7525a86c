using System.Net;
using System.Net.Sockets;

namespace Sessions.TestServers.Processes;

/// <summary>A port of the loopback address that nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>
    /// Finds one below those that the system gives to outgoing connections, so that none of them can take it while its server
    /// is stopped. Somebody else may be faster all the same: whoever starts a server there tries again.
    /// </summary>
    public static int Find()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }

        throw new InvalidOperationException("No free port between 20000 and 32000 was found in a hundred attempts.");
    }
}
