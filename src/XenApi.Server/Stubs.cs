namespace XenApi.Core.Memory
{
    public sealed class SqliteJournal
    {
        public static IJournal Open(string directory) => throw new NotSupportedException(directory);
    }
}

namespace Hypervisor.Native.Simulated
{
    public sealed class SimulatedWorld
    {
        public static SimulatedWorld Default => new();
        public static SimulatedWorld Parse(string spec) => new();
        public static SimulatedWorld Load(string file) => new();
        public IReadOnlyList<IHypervisor> Start(string directory, TimeProvider time) => throw new NotSupportedException(directory);
    }
}
