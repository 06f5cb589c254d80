using Microsoft.Extensions.ObjectPool;

namespace XenApi.Server.XmlRpc;

/// <summary>What one message needs to be read and answered; used again for the next.</summary>
internal sealed class XmlRpcTurn
{
    public XmlRpcTurn(XmlRpcLimits limits)
    {
        Message = new(limits);
        Reader = new(Message);
    }

    public XmlRpcMessage Message { get; }

    public XmlRpcReader Reader { get; }

    public XmlRpcWriter Writer { get; } = new();

    /// <summary>Makes them, and takes them back.</summary>
    internal sealed class Policy(XmlRpcLimits limits) : IPooledObjectPolicy<XmlRpcTurn>
    {
        public XmlRpcTurn Create() => new(limits);

        public bool Return(XmlRpcTurn turn)
        {
            turn.Message.Clear();
            turn.Writer.End();
            return true;
        }
    }
}
