using BenchmarkDotNet.Running;
using Sessions.Benchmarks.Quick;

if (args is ["quick", .. var areas])
{
    SQLitePCL.Batteries_V2.Init();
    return QuickMode.Run(areas);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
