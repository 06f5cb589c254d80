using XenApi.Core.Faults;
using XenApi.Core.Memory;

namespace XenApi.Core.Model;

/// <content>The rules of a console.</content>
public sealed partial record XenConsole
{
    // A client must say what it wants: there is no protocol that would do for all.
    private const ConsoleProtocol Unspecified = (ConsoleProtocol)(-1);

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (Protocol == Unspecified)
        {
            throw Errors.ConsoleProtocolInvalid("No protocol specified");
        }

        changes.Get(Vm);
    }
}
