namespace Sessions.Stores.FileSystem;

/// <summary><c>conversation.jsonl</c>: the messages of all chats in the order of the log, one a line.</summary>
internal sealed class ConversationFile(string path, bool anew, FileStamp old) : AppendedFile(path, anew, anew ? 0 : old.Length)
{
    public void Add(Message message)
    {
        ProjectionJson.WriteMessage(Pending, message);
        Pending.Byte((byte)'\n');
        Written();
    }
}
