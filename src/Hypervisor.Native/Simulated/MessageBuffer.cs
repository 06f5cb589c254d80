namespace Hypervisor.Native.Simulated;

/// <summary>The hypervisor's message buffer: the last lines, as Xen writes them.</summary>
internal sealed class MessageBuffer(int mostLetters = 32 * 1024)
{
    private const string Mark = "(XEN) ";

    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();
    private int letters;

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        lock (gate)
        {
            var whole = $"{Mark}{line}\n";
            lines.Enqueue(whole);
            letters += whole.Length;
            while (letters > mostLetters)
            {
                letters -= lines.Dequeue().Length;
            }
        }
    }

    /// <summary>All lines.</summary>
    public string Read(bool clear)
    {
        lock (gate)
        {
            var text = string.Concat(lines);
            if (clear)
            {
                lines.Clear();
                letters = 0;
            }

            return text;
        }
    }
}
