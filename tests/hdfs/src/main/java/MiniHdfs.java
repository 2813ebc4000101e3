import java.io.File;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A name node and two data nodes with WebHDFS on 127.0.0.1, until stdin closes. Argument: a folder. */
public class MiniHdfs {
  public static void main(String[] args) throws Exception {
    Configuration settings = new Configuration();
    settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, new File(args[0]).getAbsolutePath());
    settings.setBoolean("dfs.permissions.enabled", true);
    settings.setInt("dfs.replication", 1);
    settings.setLong("dfs.blocksize", 1L << 20);
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(settings).nameNodeHttpPort(0).numDataNodes(2).format(true).build();
    cluster.waitActive();
    cluster.getFileSystem().mkdirs(new Path("/user/alice"));
    cluster.getFileSystem().setOwner(new Path("/user/alice"), "alice", "users");
    cluster.getFileSystem().setPermission(new Path("/user/alice"), new FsPermission((short) 0700));
    System.out.println("READY " + cluster.getNameNode().getHttpAddress().getPort());
    System.out.flush();
    while (System.in.read() != -1) { /* until the parent closes it */ }
    cluster.shutdown(true);
    System.exit(0);
  }
}
